import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { WorkDrawer } from './work-drawer';
import type { WorkItem } from './work-page';

const at = '2026-11-25T09:00:00+08:00';
const item: WorkItem = {
  id: anId(1),
  kind: 'call',
  state: 'claimed',
  title: '停诊通知没有送达',
  detail: '短信没有送达',
  branchId: null,
  departmentId: null,
  patientId: anId(2),
  patientName: '黎敏',
  phoneMasked: '199****0001',
  subjectKind: 'suspension-case',
  subjectId: anId(3),
  appointmentId: null,
  dueAt: at,
  isOverdue: false,
  claimedBy: '林小芳',
  isMine: true,
  attempts: 1,
  outcome: null,
  note: '',
  createdAt: at,
  doneAt: null,
  version: 3,
};
const session = aSession(['work.display', 'work.update']);

it('records what came of a call, and says that it comes up again', async () => {
  const onClose = vi.fn();
  const calls = stubApi({
    completeWorkItem: () => ({ ...item, state: 'open', attempts: 2, outcome: 'no-answer' }),
  });
  await draw(<WorkDrawer item={item} onClose={onClose} />, { session });
  fireEvent.click(await screen.findByText('记录结果'));
  expect(await screen.findByText('请选择通话结果')).toBeTruthy();
  fireEvent.click(screen.getByLabelText('无人接听'));
  fireEvent.change(screen.getByLabelText('备注'), { target: { value: '下午再打' } });
  fireEvent.click(screen.getByText('记录结果'));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  const sent = calls.find(({ name }) => name === 'completeWorkItem');
  expect(sent?.params).toEqual({ workItemId: item.id });
  expect(sent?.body).toEqual({ outcome: 'no-answer', note: '下午再打', version: 3 });
  expect(await screen.findByText('已记录，稍后会再次提醒')).toBeTruthy();
});

it('is somebody else’s while a colleague is at it', async () => {
  stubApi({});
  const theirs = { ...item, isMine: false, claimedBy: '丁前台' };
  await draw(<WorkDrawer item={theirs} onClose={() => undefined} />, { session });
  expect(await screen.findByText('丁前台')).toBeTruthy();
  expect(screen.queryByText('记录结果')).toBeNull();
});

it('leads from a difference to the books, for who keeps them, and has nobody to call', async () => {
  stubApi({});
  const difference = { ...item, kind: 'reconciliation', state: 'open' } as const;
  await draw(<WorkDrawer item={difference} onClose={() => undefined} />, {
    session: aSession(['work.display', 'work.update', 'finance.display']),
  });
  expect((await screen.findByText('打开微信对账')).getAttribute('href')).toContain(
    '/finance?view=bills',
  );
  expect(screen.queryByText('未接通')).toBeNull();
});
