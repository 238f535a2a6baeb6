import { crc32 } from './crc32';
import { broken, requireSaneSize, type SniffedFile } from './file-fault';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** @returns null when it does not begin as a PNG; @throws FileFault when it does not go on as one */
export function sniffPng(bytes: Buffer): SniffedFile | null {
  if (!bytes.subarray(0, 8).equals(signature)) return null;
  let at = 8;
  let isFirst = true;
  let hasData = false;
  for (;;) {
    if (at + 12 > bytes.length) throw broken();
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw broken();
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) throw broken();
    if (isFirst !== (type === 'IHDR')) throw broken();
    if (isFirst) {
      if (length !== 13) throw broken();
      requireSaneSize(bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12));
    }
    isFirst = false;
    hasData ||= type === 'IDAT' && length > 0;
    at = end;
    if (type === 'IEND') break;
  }
  if (!hasData) throw broken();
  return { contentType: 'image/png', content: bytes.subarray(0, at) };
}
