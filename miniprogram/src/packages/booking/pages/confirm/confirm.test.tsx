import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryClient } from '@/shared/request/query-client';
import { useSession } from '@/shared/session/session';
import { openWith, redirectTo, request, type SentRequest } from '../../../../../test/stand-in';
import ConfirmPage from './index';

type Answers = Record<string, (sent: SentRequest) => { statusCode: number; data: object }>;

const ok = (data: object) => ({ statusCode: 200, data });
const sent: SentRequest[] = [];

const slot = {
  id: 'slot-1',
  doctorId: 'doctor-1',
  doctorName: '王建国',
  doctorTitle: 'chief',
  departmentId: 'department-1',
  departmentName: '心血管内科',
  branchId: 'branch-1',
  date: '2026-11-24',
  period: 'morning',
  startsAt: '2026-11-24T01:00:00Z',
  endsAt: '2026-11-24T01:15:00Z',
  remaining: 1,
  feeFen: 5_000,
  isOpen: true,
  isOnline: true,
  opensAt: null,
};
const patient = { id: 'patient-1', name: '王小明', relation: 'self', gender: 'male', age: 74 };

const readings: Answers = {
  'GET /api/portal/doctors/doctor-1/slots': () => ok({ items: [slot] }),
  'GET /api/portal/patients': () => ok({ items: [patient] }),
  'GET /api/portal/branches': () => ok({ items: [{ id: 'branch-1', name: '本部院区' }] }),
  'GET /api/portal/config': () =>
    ok({ isDeskPaymentAllowed: true, serverTime: '2026-11-21T01:00:00Z' }),
  'GET /api/portal/slots/slot-1/alternatives': () =>
    ok({ items: [{ ...slot, id: 'slot-2', doctorName: '李秀英', remaining: 3 }] }),
};

function answerWith(answers: Answers): void {
  request.mockImplementation(async (options) => {
    sent.push(options);
    const path = options.url.replace('http://api.test', '').split('?')[0];
    const answer = { ...readings, ...answers }[`${options.method} ${path}`];
    if (!answer) throw new Error(`unexpected ${options.method} ${path}`);
    return answer(options);
  });
}

function open(): void {
  openWith({ slotId: 'slot-1', doctorId: 'doctor-1', date: '2026-11-24' });
  render(
    <QueryClientProvider client={queryClient}>
      <ConfirmPage />
    </QueryClientProvider>,
  );
}

const holds = () => sent.filter(({ method, url }) => method === 'POST' && url.endsWith('/holds'));

describe('confirming a booking', () => {
  beforeEach(() => {
    queryClient.clear();
    sent.length = 0;
    redirectTo.mockClear();
    const account = { missingConsents: [] as string[] };
    useSession.setState({ status: 'signed-in', account: account as never });
  });
  afterEach(cleanup);

  it('holds one place for the default 就诊人 and goes on to payment, however often it is tapped', async () => {
    answerWith({
      'POST /api/portal/holds': () => ok({ id: 'appointment-1', hold: { id: 'h', expiresAt: '' } }),
    });
    open();
    const button = await screen.findByText('提交并支付');
    await waitFor(() => expect(button.getAttribute('aria-disabled')).toBeNull());
    fireEvent.click(button);
    fireEvent.click(button);
    await waitFor(() =>
      expect(redirectTo).toHaveBeenCalledWith({
        url: '/packages/booking/pages/pay/index?appointmentId=appointment-1',
      }),
    );
    expect(holds()).toHaveLength(1);
  });

  it('offers near slots, one tap away, when the place was just taken', async () => {
    const error = { code: 'SLOT_FULL', message: '', requestId: 'r' };
    answerWith({ 'POST /api/portal/holds': () => ({ statusCode: 409, data: { error } }) });
    open();
    const button = await screen.findByText('提交并支付');
    await waitFor(() => expect(button.getAttribute('aria-disabled')).toBeNull());
    fireEvent.click(button);
    expect(await screen.findByText('为您找到 1 个相近时段')).toBeTruthy();
    fireEvent.click(screen.getByText(/李秀英/));
    expect(redirectTo).toHaveBeenCalledWith({
      url: '/packages/booking/pages/confirm/index?slotId=slot-2&doctorId=doctor-1&date=2026-11-24',
    });
  });

  it('repeats a lost request under the same key', async () => {
    let tries = 0;
    answerWith({
      'POST /api/portal/holds': () => {
        tries += 1;
        if (tries === 1) throw new Error('request:fail');
        return ok({ id: 'appointment-1', hold: { id: 'h', expiresAt: '' } });
      },
    });
    open();
    const button = await screen.findByText('提交并支付');
    await waitFor(() => expect(button.getAttribute('aria-disabled')).toBeNull());
    fireEvent.click(button);
    expect(await screen.findAllByText('网络没有连上，请检查网络后再试')).toBeTruthy();
    fireEvent.click(await screen.findByText('提交并支付'));
    await waitFor(() => expect(holds()).toHaveLength(2));
    const keys = holds().map(({ header }) => header['Idempotency-Key']);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[0]).toHaveLength(32);
  });
});
