import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { Answer } from '@/shared/api/client';
import { stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { ConflictDialog } from './conflict-dialog';

const conflict: Answer<'getSyncConflict'> = {
  id: anId(1),
  systemId: anId(2),
  systemName: '总院 HIS',
  kind: 'patient',
  patientId: null,
  title: '手机号两边都改过',
  fields: [{ name: 'phone', title: '手机', ours: '138****0001', theirs: '139****0002' }],
  state: 'open',
  raisedAt: '2026-11-25T08:40:00+08:00',
  decidedAt: null,
  decidedBy: null,
  note: '',
  version: 3,
};
const session = aSession(['integration.display', 'integration.update']);

it('shows both sides, and takes one of them with a note', async () => {
  const onClose = vi.fn();
  const calls = stubApi({
    getSyncConflict: () => conflict,
    resolveSyncConflict: () => ({ ...conflict, state: 'took-theirs' }),
  });
  await draw(<ConflictDialog conflictId={conflict.id} onClose={onClose} />, { session });
  expect(await screen.findByText('138****0001')).toBeTruthy();
  expect(screen.getByText('139****0002')).toBeTruthy();
  fireEvent.click(screen.getByText('采用对方'));
  expect(await screen.findByText('请填写怎么核实的')).toBeTruthy();
  expect(calls.map(({ name }) => name)).not.toContain('resolveSyncConflict');
  fireEvent.change(screen.getByLabelText('怎么核实的'), { target: { value: '已电话核对' } });
  fireEvent.click(screen.getByText('采用对方'));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(calls.find(({ name }) => name === 'resolveSyncConflict')?.body).toEqual({
    decision: 'take-theirs',
    note: '已电话核对',
    version: 3,
  });
});

it('says of a clinic that the hospital does not know what happened to patients, and what can be done', async () => {
  const calls = stubApi({
    getSyncConflict: () => ({
      ...conflict,
      kind: 'roster',
      title: '患者约不上：医院系统没有这次出诊的号源',
      fields: [
        {
          name: 'unknown-there',
          title: '出诊',
          ours: '11月28日 周六上午 09:00–12:00，内科 李医生',
          theirs: '没有这次出诊的号',
        },
      ],
    }),
    resolveSyncConflict: () => ({ ...conflict, state: 'kept-ours' }),
  });
  await draw(<ConflictDialog conflictId={conflict.id} onClose={() => undefined} />, { session });
  expect(await screen.findByText(/患者没有约上，付过的费用会退回/)).toBeTruthy();
  expect(screen.getByText('停诊并通知患者')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('怎么核实的'), { target: { value: '已补上' } });
  fireEvent.click(screen.getByText('已处理，继续放号'));
  await waitFor(() =>
    expect(calls.find(({ name }) => name === 'resolveSyncConflict')?.body).toMatchObject({
      decision: 'keep-ours',
    }),
  );
});

it('tells what was decided, and offers nothing more', async () => {
  stubApi({
    getSyncConflict: () => ({
      ...conflict,
      state: 'kept-ours',
      decidedBy: '林小芳',
      decidedAt: '2026-11-25T08:50:00+08:00',
      note: '患者确认',
    }),
  });
  await draw(<ConflictDialog conflictId={conflict.id} onClose={() => undefined} />, { session });
  expect(await screen.findByText('保留我方')).toBeTruthy();
  expect(screen.queryByText('采用对方')).toBeNull();
});
