import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Frame, frame, MllpFramer } from './mllp-framer';

/** Anything but the start byte; the end byte may stand inside, as long as no return follows. */
const contents = fc
  .array(fc.integer({ min: 0, max: 255 }), { maxLength: 200 })
  .map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 0x0b)))
  .filter((content) => !content.includes(Buffer.from([0x1c, 0x0d])) && content.at(-1) !== 0x1c);

const garbage = fc
  .array(fc.integer({ min: 0, max: 255 }), { maxLength: 20 })
  .map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 0x0b)));

function pushAll(framer: MllpFramer, stream: Buffer, cuts: readonly number[]): Frame[] {
  const points = [
    0,
    ...[...cuts].map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b),
    stream.length,
  ];
  return points.slice(1).flatMap((end, index) => framer.push(stream.subarray(points[index], end)));
}

describe('MLLP framer', () => {
  it('finds the same messages, however the packets fall and whatever stands between', () => {
    const message = fc.tuple(garbage, contents);
    const cuts = fc.array(fc.nat(), { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), garbage, cuts, (messages, tail, points) => {
        const stream = Buffer.concat([
          ...messages.flatMap(([before, content]) => [before, frame(content)]),
          tail,
        ]);
        const framer = new MllpFramer();
        const found = pushAll(framer, stream, points);
        expect(found).toEqual(messages.map(([, content]) => ({ kind: 'message', content })));
        expect(framer.isWaiting).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('takes byte after byte', () => {
    const framer = new MllpFramer();
    const stream = Buffer.concat([
      frame(Buffer.from('a')),
      Buffer.from('\r\n'),
      frame(Buffer.from('b\x1cc')),
    ]);
    const found = [...stream].flatMap((byte) => framer.push(Buffer.from([byte])));
    expect(found.map((each) => each.kind === 'message' && each.content.toString())).toEqual([
      'a',
      'b\x1cc',
    ]);
  });

  it('begins again when the sender does, without having ended', () => {
    const framer = new MllpFramer();
    framer.push(Buffer.from('\x0bMSH|broken off'));
    expect(framer.isWaiting).toBe(true);
    const found = framer.push(frame(Buffer.from('MSH|whole')));
    expect(found).toEqual([{ kind: 'message', content: Buffer.from('MSH|whole') }]);
  });

  it('skips what is too large and keeps only its beginning; the next one counts again', () => {
    const framer = new MllpFramer(10_000);
    const large = Buffer.alloc(25_000, 'x');
    large.write('MSH|head');
    const stream = Buffer.concat([frame(large), frame(Buffer.from('small'))]);
    const found = pushAll(framer, stream, [1_000, 9_000, 9_500, 20_000]);
    expect(found).toHaveLength(2);
    const [first, second] = found;
    expect(first).toMatchObject({ kind: 'too-large', bytes: 25_000 });
    expect(first?.kind === 'too-large' && first.head.length).toBe(4_096);
    expect(first?.kind === 'too-large' && first.head.subarray(0, 8).toString()).toBe('MSH|head');
    expect(second).toEqual({ kind: 'message', content: Buffer.from('small') });
  });

  it('takes what is exactly as large as it may be', () => {
    const framer = new MllpFramer(1_000);
    expect(framer.push(frame(Buffer.alloc(1_000, 'x')))[0]?.kind).toBe('message');
    expect(framer.push(frame(Buffer.alloc(1_001, 'x')))[0]?.kind).toBe('too-large');
  });
});
