// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveBoard, type Board, type BoardQueue, type Stream } from './live-board';
import { aBoard, aBoardQueue } from './testing';

class StubStream implements Stream {
  readyState = 0;
  private readonly listeners = new Map<string, ((event: MessageEvent<string>) => void)[]>();

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }

  close(): void {
    this.readyState = 2;
  }

  send(type: string, data?: unknown): void {
    if (type !== 'error') this.readyState = 1;
    const event = new MessageEvent(type, data ? { data: JSON.stringify(data) } : {});
    for (const listener of this.listeners.get(type) ?? []) listener(event);
  }

  snapshot(board: Board): void {
    this.send('snapshot', { event: 'snapshot', board });
  }

  change(version: number, ...queues: BoardQueue[]): void {
    this.send('change', { event: 'change', version, queues });
  }
}

let streams: StubStream[];
let readBoard: ReturnType<typeof vi.fn<() => Promise<Board>>>;
let live: LiveBoard;
let stop: () => void;

const stream = (): StubStream => streams.at(-1)!;
const numberCalled = () => live.getState().board?.queues[0]?.called?.number;
const called = (number: number) => aBoardQueue({ called: { ...aBoardQueue().called!, number } });

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-24T09:00:00+08:00') });
  streams = [];
  readBoard = vi.fn(() => Promise.reject<Board>(new Error('away')));
  live = new LiveBoard({
    openStream: () => {
      streams.push(new StubStream());
      return stream();
    },
    readBoard,
  });
  stop = live.start();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('the live board', () => {
  it('takes the snapshot, then the changes that follow it', () => {
    stream().snapshot(aBoard({ version: 7 }));
    expect(live.getState()).toMatchObject({ isLive: true, board: { version: 7 } });
    stream().change(8, called(13));
    expect(numberCalled()).toBe(13);
    expect(readBoard).not.toHaveBeenCalled();
  });

  it('asks for the whole board when a number is missing', async () => {
    stream().snapshot(aBoard({ version: 7 }));
    readBoard.mockResolvedValueOnce(aBoard({ version: 9, queues: [called(20)] }));
    stream().change(9, called(19));
    expect(numberCalled()).toBe(19);
    await vi.advanceTimersByTimeAsync(0);
    expect(numberCalled()).toBe(20);
  });

  it('is not thrown back by an answer or a change that is older than what it shows', async () => {
    stream().snapshot(aBoard({ version: 7 }));
    readBoard.mockResolvedValueOnce(aBoard({ version: 8, queues: [called(1)] }));
    stream().change(9, called(19));
    await vi.advanceTimersByTimeAsync(0);
    stream().change(8, called(2));
    expect(numberCalled()).toBe(19);
  });

  it('says so after 20 s of silence, keeps what it shows, and opens another stream', async () => {
    stream().snapshot(aBoard({ version: 7 }));
    await vi.advanceTimersByTimeAsync(15_000);
    stream().send('beat', {});
    await vi.advanceTimersByTimeAsync(19_000);
    expect(live.getState().isLive).toBe(true);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(live.getState()).toMatchObject({ isLive: false, board: { version: 7 } });
    expect(streams.length).toBeGreaterThan(1);
  });

  it('heals by itself after a minute offline', async () => {
    stream().snapshot(aBoard({ version: 7 }));
    stream().close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(live.getState().isLive).toBe(false);
    stream().snapshot(aBoard({ version: 12, queues: [called(30)] }));
    expect(live.getState().isLive).toBe(true);
    expect(numberCalled()).toBe(30);
  });

  it('is carried by plain reads where no stream comes through', async () => {
    readBoard.mockResolvedValue(aBoard({ version: 7, queues: [called(5)] }));
    stream().close();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(live.getState().isLive).toBe(true);
    expect(numberCalled()).toBe(5);
    expect(readBoard.mock.calls.length).toBeLessThan(10);
  });

  it('finds out with a read whether it is still known when the stream is refused', () => {
    stream().send('error');
    expect(readBoard).toHaveBeenCalledTimes(1);
  });

  it('hears nothing more from a stream that it has left', () => {
    const [first] = streams;
    window.dispatchEvent(new Event('online'));
    first!.snapshot(aBoard({ version: 7 }));
    expect(live.getState().board).toBeNull();
  });
});
