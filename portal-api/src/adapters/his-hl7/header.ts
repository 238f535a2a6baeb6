import { createHash } from 'node:crypto';
import { InboundProblem } from '../../modules/integration/canonical';
import type { Hl7Message } from './message';

/** The answer AR: it may be well made, and it is not for us. */
export class NotForUs extends InboundProblem {}

export interface MessageHeader {
  sendingApplication: string;
  sendingFacility: string;
  /** `ORU^R01`; a trigger that MSH-9 leaves out is taken from EVN-1. */
  type: string;
  controlId: string;
  processingId: string;
  version: string;
  charset: string;
}

export function readHeader(message: Hl7Message): MessageHeader {
  const { header } = message;
  const event = header.text(9, 2) || (message.first('EVN')?.text(1) ?? '');
  return {
    sendingApplication: header.text(3),
    sendingFacility: header.text(4),
    type: event ? `${header.text(9)}^${event}` : header.text(9),
    controlId: header.text(10),
    processingId: header.text(11),
    version: header.text(12),
    charset: header.text(18),
  };
}

/** The end of the first segment, line end included. */
function headerEnd(content: Buffer): number {
  const end = content.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  return end === -1 ? content.length : end + 1;
}

/**
 * What is enough to answer a message that cannot be read: the separators are ASCII in every encoding, and
 * nobody names a control id in Chinese.
 */
export function glimpseHeader(content: Buffer): MessageHeader {
  const header = content.subarray(0, headerEnd(content)).toString('latin1').trim();
  const start = header.indexOf('MSH');
  const fields = start === -1 ? [] : header.slice(start).split(header[start + 3] ?? '|');
  const ascii = (number: number) =>
    /^[\x20-\x7e]*/.exec(fields[number - 1] ?? '')?.[0].slice(0, 200) ?? '';
  const [type = '', event = ''] = ascii(9).split('^');
  return {
    sendingApplication: ascii(3).split('^')[0] ?? '',
    sendingFacility: ascii(4).split('^')[0] ?? '',
    type: event ? `${type}^${event}` : type,
    controlId: ascii(10),
    processingId: ascii(11),
    version: ascii(12),
    charset: ascii(18),
  };
}

/** Of everything behind the header: a message that is sent again may carry a new time of sending. */
export function digestOf(content: Buffer): string {
  return createHash('sha256')
    .update(content.subarray(headerEnd(content)))
    .digest('base64url');
}
