import iconv from 'iconv-lite';
import { InboundProblem } from '../../modules/integration/canonical';

export type Encoding = 'utf-8' | 'gb18030';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const replacement = '\uFFFD';

class WrongEncoding extends InboundProblem {
  constructor(text: string) {
    super('wrong-encoding', text);
  }
}

/** @returns null where the bytes are not text of that encoding */
export function decodeStrictly(bytes: Buffer, encoding: Encoding): string | null {
  if (bytes.includes(0)) return null; // No text of either encoding: UTF-16, or no text at all.
  if (encoding === 'gb18030') {
    const text = iconv.decode(bytes, 'gb18030');
    return text.includes(replacement) ? null : text;
  }
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

export function encodeText(text: string, encoding: Encoding): Buffer {
  return encoding === 'gb18030' ? iconv.encode(text, 'gb18030') : Buffer.from(text, 'utf8');
}

/** HL7 table 0211 and what Chinese systems write instead; null: one that is not spoken here. */
function encodingNamed(charset: string, otherwise: Encoding): Encoding | null {
  const name = charset.toUpperCase().replace(/[\s_-]/g, '');
  // "ASCII" is what is filled in by habit: the configured encoding decides.
  if (name === '' || name === 'ASCII' || name === 'USASCII') return otherwise;
  if (name.endsWith('UTF8') || name === 'UNICODE') return 'utf-8';
  return /^(GB18030|GBK|GB2312|CP936)/.test(name) ? 'gb18030' : null;
}

/** MSH-18, from the first segment alone. */
function declaredCharset(content: Buffer): string {
  const end = content.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  const header = content.subarray(0, end === -1 ? content.length : end).toString('latin1');
  const start = header.indexOf('MSH');
  const separator = header[start + 3];
  if (start === -1 || separator === undefined) return '';
  const field = header.slice(start).split(separator)[17] ?? '';
  return /^[A-Za-z0-9 /_-]*/.exec(field)?.[0].trim() ?? '';
}

export interface DecodedText {
  text: string;
  encoding: Encoding;
}

/**
 * The text of a message, by the character set that it declares, else by the configured one.
 * @throws WrongEncoding
 */
export function decodeMessage(content: Buffer, configured: Encoding): DecodedText {
  const charset = declaredCharset(content);
  const encoding = encodingNamed(charset, configured);
  if (!encoding) {
    if (content.some((byte) => byte > 0x7f)) throw new WrongEncoding('不支持的字符集（MSH-18）');
    return { text: content.toString('latin1'), encoding: configured };
  }
  const text = decodeStrictly(content, encoding);
  if (text === null) throw new WrongEncoding(`内容不是 ${encoding.toUpperCase()} 编码的文字`);
  return { text: text.replace(/^\uFEFF/, ''), encoding };
}
