import type { RawItem } from '../../modules/integration';
import { type DecodedText, decodeMessage, type Encoding } from './charset';
import { digestOf, glimpseHeader, type MessageHeader, readHeader } from './header';
import { Hl7Message } from './message';
import { readTime } from './timestamps';

export interface InboundItem {
  header: MessageHeader;
  item: RawItem;
}

/** A message as it is stored: never refused here, since what cannot be read has to be seen as well. */
export function inboundItem(content: Buffer, configured: Encoding): InboundItem {
  const decoded = decodedOrNull(content, configured);
  const message = decoded && Hl7Message.glimpse(decoded.text, decoded.encoding);
  const header = message ? readHeader(message) : glimpseHeader(content);
  const digest = digestOf(content);
  const pid = message?.first('PID');
  return {
    header,
    item: {
      kind: header.type || '?',
      externalId: `${header.sendingApplication}/${header.controlId || digest}`,
      version: digest,
      orderKey: pid?.text(3) || pid?.text(2) || '',
      changedAt: readTime(message?.header.text(7) ?? '')?.at ?? null,
      content,
      encoding: decoded?.encoding ?? configured,
    },
  };
}

function decodedOrNull(content: Buffer, configured: Encoding): DecodedText | null {
  try {
    return decodeMessage(content, configured);
  } catch {
    return null;
  }
}
