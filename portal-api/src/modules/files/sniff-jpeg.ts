import { broken, requireSaneSize, type SniffedFile } from './file-fault';

const startOfScan = 0xda;
const endOfImage = 0xd9;

/** @returns null when it does not begin as a JPEG; @throws FileFault when it does not go on as one */
export function sniffJpeg(bytes: Buffer): SniffedFile | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8 || bytes[2] !== 0xff) return null;
  let at = 2;
  let hasFrame = false;
  let hasScan = false;
  for (;;) {
    const marker = markerAt(bytes, at);
    at = marker.next;
    if (marker.code === endOfImage) break;
    if (marker.isAlone) continue;
    const length = at + 2 <= bytes.length ? bytes.readUInt16BE(at) : 0;
    if (length < 2 || at + length > bytes.length) throw broken();
    if (isFrame(marker.code)) {
      if (length < 8) throw broken();
      requireSaneSize(bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 3));
      hasFrame = true;
    }
    at += length;
    if (marker.code === startOfScan) {
      if (!hasFrame) throw broken();
      hasScan = true;
      at = endOfScan(bytes, at);
    }
  }
  if (!hasScan) throw broken();
  return { contentType: 'image/jpeg', content: bytes.subarray(0, at) };
}

function markerAt(bytes: Buffer, from: number): { code: number; isAlone: boolean; next: number } {
  let at = from;
  if (bytes[at] !== 0xff) throw broken();
  while (bytes[at] === 0xff) at += 1;
  const code = bytes[at];
  if (code === undefined || code === 0) throw broken();
  const isAlone = code === 0x01 || (code >= 0xd0 && code <= 0xd7);
  return { code, isAlone, next: at + 1 };
}

/** SOF0 to SOF15, without the three of that row that are something else (DHT, JPG, DAC). */
function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code);
}

/** Compressed data goes on to the next marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    const isData = next === 0 || (next >= 0xd0 && next <= 0xd7) || next === 0xff;
    if (!isData) return at;
  }
  throw broken();
}
