/**
 * A message that was too large to keep: its header, and a segment of our own that says so, so that it is seen
 * among the others and read the same way again.
 */
const mark = 'ZSZ|TOO-LARGE|';

export function unkeptContent(head: Buffer, bytes: number): Buffer {
  const end = head.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  const header = end === -1 ? Buffer.alloc(0) : head.subarray(0, end);
  return Buffer.concat([header, Buffer.from(`\r${mark}${bytes}\r`)]);
}

/** Null: the message is kept as it came. */
export function sizeOfUnkept(content: Buffer): number | null {
  if (content.length > 8 * 1024) return null;
  const text = content.toString('latin1');
  const at = text.lastIndexOf(`\r${mark}`);
  if (at === -1) return null;
  const size = /^\d+(?=\r$)/.exec(text.slice(at + mark.length + 1))?.[0];
  return size === undefined ? null : Number(size);
}
