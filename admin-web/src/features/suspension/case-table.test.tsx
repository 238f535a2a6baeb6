import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Answer } from '@/shared/api/client';
import { stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { CaseTable, type Case } from './case-table';

const at = '2026-11-25T09:00:00+08:00';
const suspension: Answer<'getSuspension'> = {
  id: anId(1),
  state: 'open',
  reason: 'doctor-ill',
  note: '',
  branchId: anId(30),
  answerBefore: at,
  clinics: [],
  cases: 3,
  told: 1,
  reached: 1,
  unreached: 0,
  rescheduled: 0,
  cancelled: 1,
  mayClose: false,
  createdAt: at,
  createdBy: '秦经理',
  closedAt: null,
  closedBy: null,
};
const aCase = (number: number, change: Partial<Case>): Case => ({
  id: anId(number),
  suspensionId: suspension.id,
  appointmentId: anId(100 + number),
  state: 'told',
  patientId: anId(200 + number),
  patientName: '黎敏',
  phoneMasked: '199****0001',
  doctorName: '王明',
  startsAt: at,
  newStartsAt: null,
  newDoctorName: null,
  feeFen: 2500,
  feeState: 'paid',
  toldAt: at,
  reachedAt: null,
  reachedBy: '',
  workItemId: null,
  resolvedAt: null,
  resolvedBy: '',
  ...change,
});
const rows = [
  aCase(11, {}),
  aCase(12, { patientName: '郑新禾', feeState: 'pay-at-desk', state: 'reached', reachedAt: at }),
  aCase(13, { patientName: '温初夏', state: 'cancelled', resolvedAt: at, resolvedBy: '患者' }),
];
const reads = { listSuspensionCases: () => ({ items: rows, nextCursor: null }) };

it('refunds all who were ticked, saying first how much goes back', async () => {
  const calls = stubApi({ ...reads, resolveSuspensionCases: () => suspension });
  const session = aSession(['appointment.display', 'appointment.update']);
  await draw(<CaseTable suspension={suspension} />, { session });
  fireEvent.click(await screen.findByLabelText('选择 黎敏'));
  fireEvent.click(screen.getByLabelText('选择 郑新禾'));
  // Who is settled cannot be settled again.
  expect(screen.getByLabelText<HTMLInputElement>('选择 温初夏').disabled).toBe(true);
  fireEvent.click(screen.getByText(/^退号退费/));
  expect(await screen.findByText(/^其中 1 位已付费，共 ¥25\.00，微信支付的原路退回/)).toBeTruthy();
  fireEvent.click(screen.getByText('退号', { selector: 'button span' }));
  await waitFor(() => expect(calls.map(({ name }) => name)).toContain('resolveSuspensionCases'));
  const sent = calls.find(({ name }) => name === 'resolveSuspensionCases');
  expect(sent?.params).toEqual({ suspensionId: suspension.id });
  expect(sent?.body).toEqual({ choice: 'cancel', caseIds: [anId(11), anId(12)] });
});

it('only shows where everybody stands to who may not change visits', async () => {
  stubApi(reads);
  await draw(<CaseTable suspension={suspension} />, { session: aSession(['appointment.display']) });
  expect(await screen.findAllByText('11月25日 周三 上午 9:00')).toHaveLength(rows.length);
  expect(screen.queryByText('帮患者改约')).toBeNull();
  expect(screen.queryByLabelText('选择 黎敏')).toBeNull();
});
