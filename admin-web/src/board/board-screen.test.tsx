import '@/testing/browser';
import { act, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BoardScreen } from './board-screen';
import { aBoard, aBoardQueue } from './testing';
import type { Board } from './live-board';

/** The browser's own, as far as the board uses it. */
class StubEventSource extends EventTarget {
  static last: StubEventSource;
  readyState = 1;
  constructor(readonly url: string) {
    super();
    StubEventSource.last = this;
  }
  close(): void {
    this.readyState = 2;
  }
  send(type: string, data: unknown): void {
    act(() => {
      this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
    });
  }
}

const session = {
  deviceId: 'd',
  kind: 'board',
  name: '一号屏',
  hospitalName: '随诊示范医院',
  branchName: '本部院区',
  departmentNames: [],
} as const;

const clinics = Array.from({ length: 6 }, (_, index) =>
  aBoardQueue({ rosterId: `r${index}`, room: `${index + 1} 诊室` }),
);
const show = (board: Partial<Board>): void =>
  StubEventSource.last.send('snapshot', { event: 'snapshot', board: aBoard(board) });
const rooms = () => screen.queryAllByRole('heading', { level: 2 }).map((one) => one.textContent);
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-24T09:00:00+08:00') });
  vi.stubGlobal('EventSource', StubEventSource);
  vi.stubGlobal(
    'fetch',
    vi.fn(() => Promise.reject(new TypeError('offline'))),
  );
  vi.stubGlobal('innerWidth', 1920);
  vi.stubGlobal('innerHeight', 1080);
});
afterEach(() => vi.useRealTimers());

describe('the board', () => {
  beforeEach(() => {
    render(<BoardScreen session={{ ...session, departmentNames: [] }} />);
  });

  it('is never blank: hospital and clock stand before the first news', () => {
    screen.getByText('随诊示范医院');
    screen.getByText('正在连接');
    screen.getByText('09:00');
  });

  it('shows who is called, who is next, who was passed over, and how many wait', () => {
    show({ queues: [aBoardQueue({ waiting: 8, passed: [{ number: 3, nameMasked: '赵*' }] })] });
    const clinic = within(screen.getByRole('article'));
    clinic.getByText('12');
    clinic.getByText('王*明');
    clinic.getByText('李*');
    clinic.getByText('8');
    clinic.getByText('3');
    expect(screen.queryByText(/正在/)).toBeNull();
  });

  it('says 停诊, and that nobody is there to wait for', () => {
    show({ queues: [aBoardQueue({ isSuspended: true, called: null, next: [] })] });
    screen.getByText('停诊');
    show({ queues: [] });
    screen.getByText('现在没有候诊的门诊');
  });

  it('turns the pages every ten seconds', async () => {
    show({ queues: clinics });
    expect(rooms()).toEqual(['1 诊室', '2 诊室', '3 诊室', '4 诊室']);
    await pass(10_000);
    expect(rooms()).toEqual(['5 诊室', '6 诊室']);
    StubEventSource.last.send('beat', {});
    await pass(10_000);
    expect(rooms()).toHaveLength(4);
  });

  it('leaves out where nobody waits when not all fit', () => {
    const idle = { called: null, waiting: 0, next: [] };
    show({ queues: clinics.map((one, index) => (index < 4 ? { ...one, ...idle } : one)) });
    expect(rooms()).toEqual(['5 诊室', '6 诊室']);
    screen.getByText(/另有 4 个诊室暂时没有人候诊/);
    show({ queues: clinics.map((one) => ({ ...one, ...idle })) });
    expect(rooms()).toHaveLength(4);
  });

  it('shows a new call at once, wherever its page is, and leaves it there', async () => {
    show({ queues: clinics });
    await pass(9_000);
    const called = { ...clinics[5]!.called!, number: 88, calledAt: '2026-11-24T09:00:09+08:00' };
    StubEventSource.last.send('change', {
      event: 'change',
      version: 2,
      queues: [{ ...clinics[5]!, called }],
    });
    screen.getByText('88');
    expect(document.querySelectorAll('.called.is-fresh')).toHaveLength(1);
    await pass(9_000);
    screen.getByText('88');
    await pass(4_000);
    expect(document.querySelectorAll('.is-fresh')).toHaveLength(0);
  });

  it('keeps what it knows when the hospital is out of reach, and says from when that is', async () => {
    show({ queues: [aBoardQueue()] });
    await pass(21_000);
    expect(screen.getByRole('status').textContent).toBe('正在重新连接，以下是 09:00 的情况');
    screen.getByText('王*明');
  });
});
