import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InboundProblem } from '../../modules/integration';
import { Hl7Message } from './message';
import { MessageTimes, readDay, readTime, writeTime } from './timestamps';

describe('times', () => {
  it.each([
    ['20260301083015', '2026-03-01T00:30:15.000Z'],
    ['202603010830', '2026-03-01T00:30:00.000Z'],
    ['2026030108', '2026-03-01T00:00:00.000Z'],
    ['20260301', '2026-02-28T16:00:00.000Z'],
    ['20260301083015.1234', '2026-03-01T00:30:15.123Z'],
    ['20260301083015+0000', '2026-03-01T08:30:15.000Z'],
    ['20260301083015-0500', '2026-03-01T13:30:15.000Z'],
    ['2026-03-01 08:30:15', '2026-03-01T00:30:15.000Z'],
    ['2026-03-01T08:30:15Z', '2026-03-01T08:30:15.000Z'],
    ['2026-03-01 08:30', '2026-03-01T00:30:00.000Z'],
  ])('%s', (text, instant) => {
    expect(readTime(text)?.at.toISOString()).toBe(instant);
  });

  it.each([
    '',
    'yesterday',
    '20260230',
    '20261301',
    '2026030125',
    '202603010860',
    '00000000',
    '2026-3-1',
    '20260301x',
  ])('%j is none', (text) => expect(readTime(text)).toBeNull());

  it('are written so that they can be read', () => {
    const range = { min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), (at) => {
        const seconds = new Date(Math.floor(at.getTime() / 1000) * 1000);
        expect(readTime(writeTime(at))?.at).toEqual(seconds);
      }),
    );
  });

  it('a birthday is a day, whatever zone somebody wrote', () => {
    expect(readDay('19630306')).toBe('1963-03-06');
    expect(readDay('19630306000000+0800')).toBe('1963-03-06');
    expect(readDay('1963')).toBeNull();
  });

  it.each(['PID|1|||||18350101', 'PID|1|||||21990101', 'PID|1|||||19900230', 'PID|1|||||abc'])(
    'an absurd birthday is refused: %s',
    (line) => {
      const message = Hl7Message.parse(`MSH|^~\\&|LIS\r${line}`, 'utf-8');
      const times = new MessageTimes(message.header);
      let fault = '';
      try {
        times.birthDate(message.first('PID')!, 6);
      } catch (error) {
        fault = (error as InboundProblem).fault;
      }
      expect(fault).toBe('absurd-date');
    },
  );
});
