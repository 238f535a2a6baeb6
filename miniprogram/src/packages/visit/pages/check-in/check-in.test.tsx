import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueuePlace } from '@/shared/api/queue';
import { adoptServerTime } from '@/shared/clock/clock';
import { queryClient } from '@/shared/request/query-client';
import { useSession } from '@/shared/session/session';
import {
  getLocation,
  openWith,
  redirectTo,
  request,
  type SentRequest,
} from '../../../../../test/stand-in';
import CheckInPage from './index';

const place = (state: QueuePlace['checkIn']['state']): QueuePlace => ({
  appointmentId: 'a-1',
  version: 0,
  isChanged: true,
  visitReason: '',
  checkIn: {
    state,
    opensAt: '2026-11-24T00:00:00Z',
    lateAfter: '2026-11-24T01:15:00Z',
    closesAt: '2026-11-24T03:00:00Z',
    byPosition: { latitude: 30.2592, longitude: 120.1671, radiusMetres: 500 },
  },
  entry: null,
});
const refusal = (code: string) => ({
  statusCode: 409,
  data: { error: { code, message: '', requestId: 'r' } },
});

const sent: SentRequest[] = [];
let checkedIn: { statusCode: number; data: object };

function open(state: QueuePlace['checkIn']['state']): void {
  request.mockImplementation(async (options: SentRequest) => {
    sent.push(options);
    if (options.url.includes('/queue')) return { statusCode: 200, data: place(state) };
    return options.method === 'POST' ? checkedIn : { statusCode: 404, data: {} };
  });
  openWith({ appointmentId: 'a-1' });
  render(
    <QueryClientProvider client={queryClient}>
      <CheckInPage />
    </QueryClientProvider>,
  );
}
const posts = () => sent.filter(({ method }) => method === 'POST');

beforeEach(() => {
  queryClient.clear();
  sent.length = 0;
  redirectTo.mockClear();
  adoptServerTime('2026-11-24T00:50:00Z');
  useSession.setState({ status: 'signed-in', account: { missingConsents: [] } as never });
  getLocation.mockResolvedValue({ latitude: 30.2593, longitude: 120.1672, accuracy: 20 });
});
afterEach(cleanup);

describe('checking in by phone', () => {
  it('compares the position and leads on to the queue', async () => {
    checkedIn = { statusCode: 200, data: place('done') };
    open('open');
    fireEvent.click(await screen.findByText('我已到院，定位签到'));
    await waitFor(() =>
      expect(redirectTo).toHaveBeenCalledWith({
        url: '/packages/visit/pages/queue/index?appointmentId=a-1',
      }),
    );
    expect(JSON.parse(posts()[0]?.data ?? '{}')).toEqual({
      method: 'position',
      latitude: 30.2593,
      longitude: 120.1672,
      accuracyMetres: 20,
    });
  });

  it('says in place that one is still too far', async () => {
    checkedIn = refusal('CHECK_IN_TOO_FAR');
    open('open');
    fireEvent.click(await screen.findByText('我已到院，定位签到'));
    expect(await screen.findByText('您离医院还有点远，到院后再签到')).toBeTruthy();
    expect(redirectTo).not.toHaveBeenCalled();
  });

  it('knows other ways when the position is not to be known', async () => {
    getLocation.mockRejectedValue({ errMsg: 'getLocation:fail auth deny' });
    open('open');
    fireEvent.click(await screen.findByText('我已到院，定位签到'));
    expect(await screen.findByText(/没有允许使用位置/)).toBeTruthy();
    expect(screen.getByText('打开位置权限')).toBeTruthy();
    expect(posts()).toEqual([]);
  });

  it('has no button before the hospital has confirmed the number', async () => {
    open('awaited');
    expect(await screen.findByText(/确认后才能签到/)).toBeTruthy();
    expect(screen.queryByText('我已到院，定位签到')).toBeNull();
  });

  it('has no button before its time', async () => {
    open('too-early');
    expect(await screen.findByText(/8:00 开始签到/)).toBeTruthy();
    expect(screen.queryByText('我已到院，定位签到')).toBeNull();
  });
});
