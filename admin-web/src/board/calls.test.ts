// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer, type Voice } from './announcer';
import { CallWatch, spoken } from './calls';
import type { BoardQueue } from './live-board';
import { aBoardQueue } from './testing';

const now = Date.parse('2026-11-24T09:00:00+08:00');
const called = (
  change: Partial<NonNullable<BoardQueue['called']>>,
  queue: Partial<BoardQueue> = {},
) => aBoardQueue({ ...queue, called: { ...aBoardQueue().called!, ...change } });

describe('who is called anew', () => {
  let watch: CallWatch;
  const numbers = (...queues: BoardQueue[]) => watch.take(queues, now).map(({ number }) => number);

  beforeEach(() => {
    watch = new CallWatch();
    watch.take([called({ number: 12 })], now);
  });

  it('is nobody when the board is opened, whoever stands on it', () => {
    expect(new CallWatch().take([called({ number: 12 })], now)).toEqual([]);
  });

  it('is a new number, once', () => {
    expect(numbers(called({ number: 13 }))).toEqual([13]);
    expect(numbers(called({ number: 13 }))).toEqual([]);
  });

  it('is the same number again when its count grows', () => {
    expect(numbers(called({ number: 12, calls: 2 }))).toEqual([12]);
  });

  it('is nobody when the visit begins, or when one is shown again after another was passed over', () => {
    expect(numbers(called({ number: 12, isInVisit: true }))).toEqual([]);
    expect(numbers(called({ number: 13 }))).toEqual([13]);
    expect(numbers(called({ number: 12, isInVisit: true }))).toEqual([]);
    expect(numbers(called({ number: 12 }))).toEqual([]);
  });

  it('is also whom a second call has overtaken on its way', () => {
    const queue = called(
      { number: 14 },
      { alsoCalled: [{ number: 13, nameMasked: '李*', calls: 1 }] },
    );
    expect(numbers(queue)).toEqual([13, 14]);
  });

  it('is nobody who was called long before the connection came back', () => {
    expect(numbers(called({ number: 13, calledAt: '2026-11-24T08:50:00+08:00' }))).toEqual([]);
  });

  it('tells the same number of two clinics apart', () => {
    const other = called({ number: 12 }, { rosterId: 'other', room: '2 诊室' });
    expect(watch.take([called({ number: 12 }), other], now)).toMatchObject([{ room: '2 诊室' }]);
  });
});

it('says number and room, never a name', () => {
  expect(spoken({ rosterId: 'x', number: 12, room: '3 诊室' })).toBe('请 12 号，到 3 诊室 就诊。');
  expect(spoken({ rosterId: 'x', number: 12, room: '305 诊室' })).toContain('3 0 5 诊室');
});

describe('the voice', () => {
  class StubUtterance {
    onend: (() => void) | null = null;
    onerror: (() => void) | null = null;
    constructor(readonly text: string) {}
  }
  let said: StubUtterance[];
  let announcer: Announcer;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('SpeechSynthesisUtterance', StubUtterance);
    said = [];
    announcer = new Announcer({
      speak: (utterance) => void said.push(utterance as unknown as StubUtterance),
      cancel: () => undefined,
      getVoices: () => [],
    } satisfies Voice);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const texts = () => said.map(({ text }) => text);

  it('says each twice, one after the other', () => {
    announcer.say('甲');
    announcer.say('乙');
    expect(texts()).toEqual(['甲']);
    said[0]!.onend!();
    said[1]!.onend!();
    said[2]!.onend!();
    expect(texts()).toEqual(['甲', '甲', '乙', '乙']);
    said[3]!.onend!();
    expect(texts()).toHaveLength(4);
  });

  it('goes on when the browser forgets to say that it has finished', () => {
    announcer.say('甲');
    vi.advanceTimersByTime(15_000);
    expect(texts()).toEqual(['甲', '甲']);
  });

  it('is silent at once when it is stopped', () => {
    announcer.say('甲');
    announcer.stop();
    said[0]!.onend!();
    expect(texts()).toEqual(['甲']);
  });
});
