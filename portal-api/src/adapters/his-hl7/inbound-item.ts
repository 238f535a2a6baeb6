import type { RawItem } from '../../modules/integration';
import { decodeMessage, type Encoding } from './charset';
import { digestOf, glimpseHeader, type MessageHeader, readHeader } from './header';
import { Hl7Message } from './message';
import { readTime } from './timestamps';

export interface InboundItem {
  header: MessageHeader;
  item: RawItem;
}

/** A message as it is stored: never refused here, since what cannot be read has to be seen as well. */
export function inboundItem(content: Buffer, configured: Encoding): InboundItem {
  const known = parsed(content, configured);
  const header = known ? readHeader(known.message) : glimpseHeader(content);
  const digest = digestOf(content);
  const pid = known?.message.first('PID');
  return {
    header,
    item: {
      kind: header.type || '?',
      externalId: `${header.sendingApplication}/${header.controlId || digest}`,
      version: digest,
      orderKey: pid?.text(3) || pid?.text(2) || '',
      changedAt: readTime(known?.message.header.text(7) ?? '')?.at ?? null,
      content,
      encoding: known?.encoding ?? configured,
    },
  };
}

function parsed(
  content: Buffer,
  configured: Encoding,
): { message: Hl7Message; encoding: Encoding } | null {
  try {
    const { text, encoding } = decodeMessage(content, configured);
    return { message: Hl7Message.parse(text, encoding), encoding };
  } catch {
    return null;
  }
}
