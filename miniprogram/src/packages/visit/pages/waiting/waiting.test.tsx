import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WaitlistEntry } from '@/shared/api/waitlist';
import { adoptServerTime } from '@/shared/clock/clock';
import { queryClient } from '@/shared/request/query-client';
import { useSession } from '@/shared/session/session';
import { openWith, redirectTo, request, type SentRequest } from '../../../../../test/stand-in';
import WaitingPage from './index';

const joinedAt = '2026-11-20T01:00:00Z';
const waiting: WaitlistEntry = {
  id: 'entry-1',
  state: 'waiting',
  target: 'half-day',
  patientId: 'patient-1',
  patientName: '王小明',
  doctorId: 'doctor-1',
  doctorName: '王建国',
  doctorTitle: 'chief',
  departmentName: '心血管内科',
  branchName: '本部院区',
  from: '2026-11-24',
  to: '2026-11-24',
  period: 'morning',
  startsAt: null,
  joinedAt,
  ahead: 2,
  endsAt: '2026-11-23T12:00:00Z',
  offer: null,
  appointmentId: null,
  mayPayAtDesk: true,
  receipts: [{ at: joinedAt, step: 'joined', detail: '' }],
};
const offered: WaitlistEntry = {
  ...waiting,
  state: 'offered',
  ahead: 0,
  offer: {
    id: 'offer-1',
    state: 'open',
    slotId: 'slot-1',
    date: '2026-11-24',
    startsAt: '2026-11-24T01:00:00Z',
    endsAt: '2026-11-24T01:15:00Z',
    queueNumber: 3,
    feeFen: 5_000,
    offeredAt: '2026-11-21T01:00:00Z',
    expiresAt: '2026-11-21T01:30:00Z',
  },
};

const sent: SentRequest[] = [];
let entry: WaitlistEntry;
let answers: Record<string, { statusCode: number; data: object }>;

beforeEach(() => {
  queryClient.clear();
  sent.length = 0;
  redirectTo.mockClear();
  adoptServerTime('2026-11-21T01:05:00Z');
  useSession.setState({ status: 'signed-in', account: { missingConsents: [] } as never });
  request.mockImplementation(async (options: SentRequest) => {
    sent.push(options);
    const path = options.url.replace('http://api.test/api/portal/waitlist/entry-1', '');
    if (options.method === 'GET') return { statusCode: 200, data: entry };
    return answers[path] ?? { statusCode: 404, data: {} };
  });
});
afterEach(cleanup);

function open(first: WaitlistEntry): void {
  entry = first;
  answers = {};
  openWith({ id: 'entry-1' });
  render(
    <QueryClientProvider client={queryClient}>
      <WaitingPage />
    </QueryClientProvider>,
  );
}
const bodyOf = (path: string) => {
  const data = sent.find(({ url }) => url.endsWith(path))?.data;
  return data === undefined ? undefined : (JSON.parse(data) as object);
};

describe('an entry of the waitlist', () => {
  it('says the rank and what has happened so far', async () => {
    open(waiting);
    expect(await screen.findByText('前面还有 2 位')).toBeTruthy();
    expect(screen.getByText('11月24日 周二 上午任意时段')).toBeTruthy();
    expect(screen.getByText('登记候补')).toBeTruthy();
  });

  it('holds an offered place while a countdown runs, and leads to payment', async () => {
    open(offered);
    answers['/accept'] = { statusCode: 200, data: { id: 'a-1', hold: { id: 'h' } } };
    fireEvent.click(await screen.findByText('去支付'));
    await waitFor(() =>
      expect(redirectTo).toHaveBeenCalledWith({
        url: '/packages/booking/pages/pay/index?appointmentId=a-1',
      }),
    );
    expect(screen.getByText('25:00')).toBeTruthy();
    expect(bodyOf('/accept')).toEqual({ offerId: 'offer-1', pay: 'online' });
  });

  it('asks before the place goes to the next', async () => {
    open(offered);
    answers['/decline'] = { statusCode: 200, data: { ...waiting, ahead: 5 } };
    fireEvent.click(await screen.findByText('让给下一位'));
    expect(screen.getByText(/不能要回来/)).toBeTruthy();
    expect(bodyOf('/decline')).toBeUndefined();
    fireEvent.click(screen.getAllByText('让给下一位').at(-1)!);
    expect(await screen.findByText('前面还有 5 位')).toBeTruthy();
    expect(bodyOf('/decline')).toEqual({ offerId: 'offer-1' });
  });

  it('shows what is true when the offer ran out under one’s finger', async () => {
    open(offered);
    const error = { code: 'OFFER_EXPIRED', message: '', requestId: 'r' };
    answers['/accept'] = { statusCode: 409, data: { error } };
    const button = await screen.findByText('到院支付');
    entry = { ...waiting, ahead: 1 };
    fireEvent.click(button);
    expect(await screen.findByText('前面还有 1 位')).toBeTruthy();
    expect(redirectTo).not.toHaveBeenCalled();
  });

  it('offers nothing to accept once the time is over', async () => {
    adoptServerTime('2026-11-21T01:31:00Z');
    open(offered);
    expect(await screen.findByText('退出候补')).toBeTruthy();
    expect(screen.queryByText('去支付')).toBeNull();
  });
});
