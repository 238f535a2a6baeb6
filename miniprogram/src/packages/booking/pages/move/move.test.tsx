import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryClient } from '@/shared/request/query-client';
import { useSession } from '@/shared/session/session';
import { openWith, redirectTo, request, type SentRequest } from '../../../../../test/stand-in';
import MovePage from './index';

const old = {
  id: 'a-1',
  status: 'booked',
  feeState: 'paid',
  feeFen: 5_000,
  patientId: 'patient-1',
  patientName: '王小明',
  doctorName: '王建国',
  startsAt: '2026-11-24T01:00:00Z',
  mayReschedule: true,
};
const slot = {
  id: 'slot-2',
  doctorId: 'doctor-2',
  doctorName: '李秀英',
  date: '2026-11-26',
  startsAt: '2026-11-26T06:00:00Z',
  endsAt: '2026-11-26T06:15:00Z',
  remaining: 2,
  isOpen: true,
  isOnline: true,
};
const rules = { latest: null, isAllowed: true, whyNot: '', movesLeft: 2, within: 'department' };

let sent: SentRequest[];
let moved: { statusCode: number; data: object };

function open(feeFen: number, appointment: object = old): void {
  sent = [];
  request.mockImplementation(async (options: SentRequest) => {
    sent.push(options);
    const { url } = options;
    if (options.method === 'POST') return moved;
    if (url.includes('/slots')) return { statusCode: 200, data: { items: [{ ...slot, feeFen }] } };
    return { statusCode: 200, data: url.endsWith('/reschedule') ? rules : appointment };
  });
  openWith({ appointmentId: 'a-1', slotId: 'slot-2', doctorId: 'doctor-2', date: '2026-11-26' });
  render(
    <QueryClientProvider client={queryClient}>
      <MovePage />
    </QueryClientProvider>,
  );
}
const leadsTo = (page: string) =>
  waitFor(() =>
    expect(redirectTo).toHaveBeenCalledWith({
      url: `/packages/booking/pages/${page}/index?appointmentId=a-1`,
    }),
  );
const answered = (state: string) => ({
  statusCode: 200,
  data: { appointment: old, reschedule: { state } },
});

beforeEach(() => {
  queryClient.clear();
  redirectTo.mockClear();
  useSession.setState({ status: 'signed-in', account: { missingConsents: [] } as never });
});
afterEach(cleanup);

describe('confirming a move', () => {
  it('says what has to be paid in addition, and leads to paying it', async () => {
    moved = answered('awaiting-payment');
    open(5_500);
    expect(await screen.findByText(/需补 ¥5.00/)).toBeTruthy();
    expect(screen.getByText(/没有付完之前，原来的号一直是您的/)).toBeTruthy();
    fireEvent.click(screen.getByText('确认并补 ¥5.00'));
    await leadsTo('pay');
  });

  it('says what comes back, and is done at once', async () => {
    moved = answered('completed');
    open(4_500);
    expect(await screen.findByText(/退回 ¥5.00/)).toBeTruthy();
    fireEvent.click(screen.getByText('确认改约'));
    await leadsTo('moved');
  });

  it('costs nothing now where nothing was paid yet', async () => {
    open(5_500, { ...old, feeState: 'pay-at-desk' });
    expect(await screen.findByText(/到院支付/)).toBeTruthy();
    expect(screen.getByText('确认改约')).toBeTruthy();
  });

  it('leads to other slots when this one was just taken', async () => {
    const error = { code: 'SLOT_FULL', message: '', requestId: 'r' };
    moved = { statusCode: 409, data: { error } };
    open(5_000);
    await screen.findByText(/费用不变/);
    fireEvent.click(screen.getByText('确认改约'));
    fireEvent.click(await screen.findByText('重新选择'));
    expect(redirectTo).toHaveBeenCalledWith({
      url: '/packages/booking/pages/doctor/index?id=doctor-2&date=2026-11-26&moving=a-1',
    });
  });
});
