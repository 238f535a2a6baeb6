import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Refused, stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { CriticalPage, type CriticalAlert } from './critical-page';

// The session of the tests says 2026-11-25 09:00.
const alert: CriticalAlert = {
  id: anId(1),
  state: 'open',
  reportId: anId(2),
  reportName: '电解质四项',
  patientId: anId(3),
  patientName: '黎敏',
  branchId: anId(4),
  departmentId: anId(5),
  departmentName: '检验科',
  requesterName: '王明',
  items: [{ name: '钾', value: '6.8', unit: 'mmol/L', rangeText: '3.5–5.3' }],
  raisedAt: '2026-11-25T08:40:00+08:00',
  dueAt: '2026-11-25T09:10:00+08:00',
  level: 1,
  acknowledgedAt: null,
  acknowledgedBy: null,
  note: '',
  resolvedAt: null,
  outcome: '',
  version: 4,
};
const overdue: CriticalAlert = {
  ...alert,
  id: anId(9),
  state: 'escalated',
  level: 2,
  reportName: '血常规',
  dueAt: '2026-11-25T08:58:00+08:00',
};
const mayAct = aSession(['report.display', 'report.update']);
const rowOf = async (report: string): Promise<HTMLElement> =>
  (await screen.findByText(report)).closest('tr')!;

it('counts down in words, and says in words what is late and was passed upward', async () => {
  const calls = stubApi({
    listCriticalAlerts: () => ({ items: [overdue, alert], nextCursor: null }),
  });
  await draw(<CriticalPage />, { session: mayAct });
  const late = await rowOf('血常规');
  expect(late.textContent).toContain('已超时 2 分');
  expect(late.textContent).toContain('已上报 1 次');
  expect(late.textContent).toContain('6.8 mmol/L');
  expect((await rowOf('电解质四项')).textContent).toMatch(/还有 (10|9) 分/);
  expect(calls[0]?.query).toMatchObject({ isOpen: 'true' });
});

it('of no department begins with the branch: nothing was passed upward', async () => {
  const ofBranch = { ...alert, departmentId: null, departmentName: '', level: 2 };
  stubApi({ listCriticalAlerts: () => ({ items: [ofBranch], nextCursor: null }) });
  await draw(<CriticalPage />, { session: mayAct });
  const row = await rowOf('电解质四项');
  expect(row.textContent).toContain('本院区');
  expect(row.textContent).not.toContain('已上报');
});

it('is acknowledged with a note, by the version that was read', async () => {
  const calls = stubApi({
    listCriticalAlerts: () => ({ items: [alert], nextCursor: null }),
    acknowledgeCriticalAlert: () => ({ ...alert, state: 'acknowledged' }),
  });
  await draw(<CriticalPage />, { session: mayAct });
  fireEvent.click(await screen.findByText('确认'));
  fireEvent.change(await screen.findByLabelText('备注（可不填）'), {
    target: { value: '已通知开单医生' },
  });
  fireEvent.click(screen.getByText('我已知晓，由我处理'));
  await waitFor(() => expect(screen.queryByText('我已知晓，由我处理')).toBeNull());
  const sent = calls.find(({ name }) => name === 'acknowledgeCriticalAlert');
  expect(sent?.body).toEqual({ note: '已通知开单医生', version: 4 });
  expect(sent?.headers.get('Idempotency-Key')).toBeTruthy();
});

it('is dealt with only once somebody says what was done and whether the patient may read it', async () => {
  const held: CriticalAlert = { ...alert, state: 'acknowledged', acknowledgedBy: '林小芳' };
  const calls = stubApi({
    listCriticalAlerts: () => ({ items: [held], nextCursor: null }),
    resolveCriticalAlert: () => {
      throw new Refused({ status: 409, code: 'INVALID_STATE', message: '这条危急值已处理' });
    },
  });
  await draw(<CriticalPage />, { session: mayAct, url: '/?view=acknowledged' });
  fireEvent.click(await screen.findByText('记录处理结果'));
  fireEvent.click(await screen.findByText('记录'));
  expect(await screen.findByText('请填写怎么处理的')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('怎么处理的'), {
    target: { value: '已降钾治疗，复查 5.1' },
  });
  fireEvent.click(screen.getByLabelText('可以，按这类报告的发布规则给患者看'));
  fireEvent.click(screen.getByText('记录'));
  expect(await screen.findByText('这条危急值已处理')).toBeTruthy();
  const sent = calls.find(({ name }) => name === 'resolveCriticalAlert');
  expect(sent?.body).toEqual({ outcome: '已降钾治疗，复查 5.1', isReleased: true, version: 4 });
});

it('may be read without the right to act', async () => {
  stubApi({ listCriticalAlerts: () => ({ items: [alert], nextCursor: null }) });
  await draw(<CriticalPage />, { session: aSession(['report.display']) });
  await rowOf('电解质四项');
  expect(screen.queryByText('确认')).toBeNull();
});
