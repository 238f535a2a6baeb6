import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryClient } from '@/shared/request/query-client';
import { useSession } from '@/shared/session/session';
import { openWith, request, type SentRequest } from '../../../../../test/stand-in';
import SuspensionPage from './index';

const appointment = {
  id: 'a-1',
  feeState: 'paid',
  feeFen: 5_000,
  patientName: '王小明',
  doctorName: '王建国',
  doctorTitle: 'chief',
  departmentName: '心血管内科',
  branchName: '本部院区',
  location: '门诊 3 楼',
  date: '2026-11-24',
  startsAt: '2026-11-24T01:00:00Z',
  endsAt: '2026-11-24T01:15:00Z',
};
const alternative = (id: string, doctorName: string, differenceFen: number) => ({
  id,
  doctorName,
  date: '2026-11-26',
  startsAt: '2026-11-26T01:00:00Z',
  endsAt: '2026-11-26T01:15:00Z',
  remaining: 4,
  isSameDoctor: doctorName === '王建国',
  differenceFen,
});
const open = {
  id: 'case-1',
  state: 'reached',
  isOpen: true,
  isOnline: true,
  reasonText: '王建国医生 11月24日 上午临时停诊，非常抱歉',
  answerBefore: '2026-11-23T12:00:00Z',
  appointment,
  alternatives: [alternative('s-2', '李秀英', -1_000), alternative('s-1', '王建国', 0)],
};

let known: object;
const posts: object[] = [];

beforeEach(() => {
  queryClient.clear();
  posts.length = 0;
  known = open;
  useSession.setState({ status: 'signed-in', account: { missingConsents: [] } as never });
  request.mockImplementation(async ({ method, data }: SentRequest) => {
    if (method === 'GET') return { statusCode: 200, data: known };
    posts.push(JSON.parse(data ?? '{}') as object);
    return { statusCode: 200, data: appointment };
  });
  openWith({ appointmentId: 'a-1' });
  render(
    <QueryClientProvider client={queryClient}>
      <SuspensionPage />
    </QueryClientProvider>,
  );
});
afterEach(cleanup);

describe('a clinic that does not take place', () => {
  it('offers the same doctor first, and costs nothing more', async () => {
    await screen.findByText(/非常抱歉/);
    const [first, second] = screen.getAllByRole('radio');
    expect(first?.textContent).toContain('王建国（原医生） · 余 4，不加钱');
    expect(second?.textContent).toContain('退回 ¥10.00');
    expect(screen.getByText('请先选一个时间')).toBeTruthy();
  });

  it('moves the visit once that was confirmed', async () => {
    fireEvent.click(await screen.findByText(/李秀英/));
    fireEvent.click(screen.getByText('改到这个时间'));
    expect(posts).toEqual([]);
    known = { ...open, isOpen: false, state: 'rescheduled' };
    fireEvent.click(screen.getAllByText('确认改期').at(-1)!);
    expect(await screen.findByText('已改期')).toBeTruthy();
    expect(posts).toEqual([{ choice: 'reschedule', slotId: 's-2' }]);
  });

  it('gives the money back to who wants no other time, and says so beforehand', async () => {
    fireEvent.click(await screen.findByText('退号退费'));
    expect(screen.getByText(/您付的 ¥50.00 会全部原路退回/)).toBeTruthy();
    const refunding = { ...appointment, feeState: 'refunding' };
    known = { ...open, isOpen: false, state: 'cancelled', appointment: refunding };
    fireEvent.click(screen.getByText('确定退号'));
    expect(await screen.findByText('¥50.00 会原路退回，一般几分钟到账')).toBeTruthy();
    await waitFor(() => expect(posts).toEqual([{ choice: 'cancel' }]));
  });
});
