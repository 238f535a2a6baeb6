import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Answer } from '@/shared/api/client';
import { stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { CashierView } from './cashier-view';

const day: Answer<'getCashierDay'> = {
  id: null,
  date: '2026-11-25',
  staffId: anId(1),
  staffName: '林小芳',
  branchId: anId(30),
  lines: [{ method: 'cash', payments: 5, paidFen: 12_500, refunds: 1, refundedFen: 2_500 }],
  expectedCashFen: 10_000,
  countedCashFen: null,
  differenceFen: null,
  note: '',
  isClosed: false,
  closedAt: null,
};
const open = async () => {
  await draw(<CashierView views={null} />, { session: aSession(['payment.create']) });
  return screen.findByText('¥100.00');
};

it('closes the drawer after saying the difference out loud', async () => {
  const calls = stubApi({ getCashierDay: () => day, closeCashierDay: () => day });
  await open();
  fireEvent.change(screen.getByLabelText('清点到的现金'), { target: { value: '95' } });
  fireEvent.change(screen.getByLabelText('说明'), { target: { value: '找零有误' } });
  fireEvent.click(screen.getByText('日结', { selector: 'button span' }));
  expect(await screen.findByText(/清点 ¥95.00，少 ¥5.00。/)).toBeTruthy();
  expect(calls.map(({ name }) => name)).not.toContain('closeCashierDay');
  fireEvent.click(screen.getByText('日结', { selector: '.ant-modal-container button span' }));
  await waitFor(() => expect(calls.map(({ name }) => name)).toContain('closeCashierDay'));
  const sent = calls.find(({ name }) => name === 'closeCashierDay');
  expect(sent?.params).toEqual({ date: '2026-11-25' });
  expect(sent?.body).toEqual({ countedCashFen: 9_500, note: '找零有误' });
});

it('is only told once it is closed', async () => {
  stubApi({
    getCashierDay: () => ({
      ...day,
      isClosed: true,
      countedCashFen: 10_000,
      differenceFen: 0,
      closedAt: '2026-11-25T17:30:00+08:00',
    }),
  });
  await open();
  expect(screen.getByText(/与应有一致/)).toBeTruthy();
  expect(screen.queryByLabelText('清点到的现金')).toBeNull();
});
