import { QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QueuePlace } from '@/shared/api/queue';
import { adoptServerTime } from '@/shared/clock/clock';
import { queryClient } from '@/shared/request/query-client';
import { useSession } from '@/shared/session/session';
import { openWith, request, vibrateLong, type SentRequest } from '../../../../../test/stand-in';
import QueuePage from './index';

const waiting: NonNullable<QueuePlace['entry']> = {
  state: 'waiting',
  number: 12,
  ahead: 3,
  calledNumber: 9,
  room: '3 诊室',
  doctorName: '李医生',
  transferredFrom: null,
  isLate: false,
  waitMinutes: 20,
  calledAt: null,
  checkedInAt: '2026-11-24T00:40:00Z',
};
const place = (version: number, entry: QueuePlace['entry']): QueuePlace => ({
  appointmentId: 'a-1',
  version,
  isChanged: true,
  visitReason: '',
  checkIn: {
    state: entry ? 'done' : 'open',
    opensAt: '2026-11-24T00:00:00Z',
    lateAfter: '2026-11-24T01:15:00Z',
    closesAt: '2026-11-24T03:00:00Z',
    byPosition: null,
  },
  entry,
});
const called = { ...waiting, state: 'called', ahead: null, calledNumber: 12 } as const;

let answer: QueuePlace | Error;
const asked: string[] = [];

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-24T01:00:00Z'), shouldAdvanceTime: true });
  adoptServerTime('2026-11-24T01:00:00Z');
  queryClient.clear();
  vibrateLong.mockClear();
  asked.length = 0;
  useSession.setState({ status: 'signed-in', account: { missingConsents: [] } as never });
  request.mockImplementation(async ({ url }: SentRequest) => {
    if (!url.includes('/queue')) return { statusCode: 404, data: {} };
    asked.push(url.split('?')[1] ?? '');
    if (answer instanceof Error) throw answer;
    return { statusCode: 200, data: answer };
  });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function open(first: QueuePlace): void {
  answer = first;
  openWith({ appointmentId: 'a-1' });
  render(
    <QueryClientProvider client={queryClient}>
      <QueuePage />
    </QueryClientProvider>,
  );
}
const later = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

describe('waiting to be called', () => {
  it('says who sees one and under which number after a transfer', async () => {
    open(place(4, { ...waiting, doctorName: '周医生', transferredFrom: '李医生' }));
    expect(
      await screen.findByText('已从 李医生 转到 周医生，号改为 12 号，请到 3 诊室 候诊'),
    ).toBeTruthy();
  });

  it('says how many go first, who is called now and for how long', async () => {
    open(place(4, waiting));
    expect(await screen.findByText('前面还有 3 位')).toBeTruthy();
    expect(screen.getByText('12 号')).toBeTruthy();
    expect(screen.getByText('9 号')).toBeTruthy();
    expect(screen.getByText('约 20 分钟')).toBeTruthy();
    expect(vibrateLong).not.toHaveBeenCalled();
  });

  it('asks again within 5 s with the version it knows, and shakes at the call', async () => {
    open(place(4, waiting));
    await screen.findByText('前面还有 3 位');
    answer = place(5, { ...called, calledAt: '2026-11-24T01:00:04Z' });
    await later(5_100);
    expect(await screen.findByText('请到 3 诊室')).toBeTruthy();
    expect(asked.at(-1)).toBe('version=4');
    expect(vibrateLong).toHaveBeenCalledOnce();
    answer = place(6, { ...called, calledAt: '2026-11-24T01:00:09Z' });
    await later(5_100);
    expect(vibrateLong).toHaveBeenCalledTimes(2);
  });

  it('keeps what it knows while nothing has changed', async () => {
    open(place(4, waiting));
    await screen.findByText('前面还有 3 位');
    answer = { ...place(4, null), isChanged: false };
    await later(5_100);
    expect(screen.getByText('前面还有 3 位')).toBeTruthy();
  });

  it('says from when its news are while the network is gone, and heals by itself', async () => {
    open(place(4, waiting));
    await screen.findByText('前面还有 3 位');
    answer = new Error('request:fail');
    await later(7_000);
    expect(screen.getByText(/没能更新，显示的是 9:00 的内容/)).toBeTruthy();
    expect(screen.getByText('前面还有 3 位')).toBeTruthy();
    answer = place(7, { ...waiting, ahead: 0 });
    await later(7_000);
    expect(await screen.findByText('下一位就是您')).toBeTruthy();
    expect(screen.queryByText(/没能更新/)).toBeNull();
  });

  it('leads to check-in who has not checked in', async () => {
    open(place(0, null));
    expect(await screen.findByText('还没有签到')).toBeTruthy();
  });
});
