import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import type { Row } from './day-view';
import { SettleDialog } from './settle-dialog';

const at = '2026-11-24T09:00:00+08:00';
const row: Row = {
  id: anId(1),
  date: '2026-11-24',
  difference: 'long',
  subject: 'payment',
  number: 'SZP20261124001',
  providerNumber: '4200001',
  paymentId: anId(2),
  patientId: anId(3),
  ourFen: null,
  providerFen: 2500,
  ourState: null,
  providerState: 'SUCCESS',
  ourAt: null,
  providerAt: at,
  state: 'open',
  actions: ['refund-to-patient', 'query-provider', 'write-off'],
  action: null,
  note: '',
  result: '',
  settledAt: null,
  settledBy: null,
};

it('proposes the advised way, wants a note, and says what came of it', async () => {
  const onClose = vi.fn();
  const calls = stubApi({
    settleReconciliationRow: () => ({
      ...row,
      state: 'settled',
      action: 'refund-to-patient',
      result: '已退还 ¥25.00',
    }),
  });
  await draw(<SettleDialog row={row} onClose={onClose} />, { session: aSession() });
  const advised = await screen.findByLabelText<HTMLInputElement>('退还患者（建议）');
  expect(advised.checked).toBe(true);
  expect(screen.queryByText('补记收款')).toBeNull();
  fireEvent.click(screen.getByText('确定'));
  expect(await screen.findByText('请填写说明')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('说明'), { target: { value: '患者重复付款' } });
  fireEvent.click(screen.getByText('确定'));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(calls.at(0)?.params).toEqual({ rowId: row.id });
  expect(calls.at(0)?.body).toEqual({ action: 'refund-to-patient', note: '患者重复付款' });
  expect(await screen.findByText('已退还 ¥25.00')).toBeTruthy();
});
