/** MLLP: `0B` message `1C 0D`, over a stream that keeps no boundaries. */

const startByte = 0x0b;
const endByte = 0x1c;
const returnByte = 0x0d;

/** More than this of a message that is too large is not kept: its header, to be able to answer. */
const headBytes = 4 * 1024;

export const largestMessage = 50 * 1024 * 1024;

export type Frame =
  { kind: 'message'; content: Buffer } | { kind: 'too-large'; head: Buffer; bytes: number };

export function frame(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([startByte]), content, Buffer.from([endByte, returnByte])]);
}

/** Puts messages together from packets. Bytes between messages mean nothing. */
export class MllpFramer {
  private parts: Buffer[] = [];
  private bytes = 0;
  private isInside = false;
  /** The last packet ended with the end byte: the next byte decides. */
  private isEnding = false;

  constructor(private readonly limit = largestMessage) {}

  /** A message has begun and not ended. */
  get isWaiting(): boolean {
    return this.isInside;
  }

  /** @returns what became complete with this packet, in order */
  push(packet: Buffer): Frame[] {
    const frames: Frame[] = [];
    let at = 0;
    while (at < packet.length) {
      at = this.isInside ? this.takeInside(packet, at, frames) : this.findStart(packet, at);
    }
    return frames;
  }

  private findStart(packet: Buffer, from: number): number {
    const start = packet.indexOf(startByte, from);
    if (start === -1) return packet.length;
    this.begin();
    return start + 1;
  }

  private takeInside(packet: Buffer, from: number, frames: Frame[]): number {
    if (this.isEnding) {
      this.isEnding = false;
      if (packet[from] === returnByte) {
        frames.push(this.finish());
        return from + 1;
      }
      this.keep(Buffer.from([endByte]));
    }
    const end = packet.indexOf(endByte, from);
    const stop = end === -1 ? packet.length : end;
    // A new start before the end: the sender broke off and began again.
    const restart = packet.subarray(from, stop).lastIndexOf(startByte);
    if (restart !== -1) {
      this.begin();
      return from + restart + 1;
    }
    this.keep(packet.subarray(from, stop));
    if (end === -1) return packet.length;
    this.isEnding = true;
    return end + 1;
  }

  private begin(): void {
    this.parts = [];
    this.bytes = 0;
    this.isInside = true;
    this.isEnding = false;
  }

  private keep(part: Buffer): void {
    if (part.length === 0) return;
    const wasWithin = this.bytes <= this.limit;
    this.bytes += part.length;
    if (this.bytes <= this.limit) this.parts.push(part);
    else if (wasWithin) this.parts = [this.headOf(part)];
  }

  /** Copied: a view would hold the whole packet in memory. */
  private headOf(next: Buffer): Buffer {
    const head: Buffer[] = [];
    let length = 0;
    for (const part of [...this.parts, next]) {
      if (length >= headBytes) break;
      head.push(part.subarray(0, headBytes - length));
      length += part.length;
    }
    return Buffer.concat(head);
  }

  private finish(): Frame {
    const content = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    const bytes = this.bytes;
    this.isInside = false;
    this.parts = [];
    this.bytes = 0;
    return bytes > this.limit
      ? { kind: 'too-large', head: content, bytes }
      : { kind: 'message', content };
  }
}
