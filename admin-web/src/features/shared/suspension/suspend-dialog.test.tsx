import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { Answer } from '@/shared/api/client';
import { Refused, stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { SuspendDialog } from './suspend-dialog';

const clinic: Answer<'previewSuspension'>['items'][number] = {
  rosterId: anId(40),
  doctorId: anId(10),
  doctorName: '王明',
  departmentName: '心血管内科',
  date: '2026-11-25',
  period: 'morning',
  booked: 37,
  held: 2,
  waiting: 5,
};
const session = aSession(['roster.display', 'roster.update']);
const dialog = async (onClose = () => undefined) => {
  await draw(<SuspendDialog rosterIds={[anId(40)]} onClose={onClose} />, { session });
  return screen.findByText('37 位已预约的患者会收到通知，可以改约或退号退费');
};
const confirm = () => fireEvent.click(screen.getByText('确认停诊并通知患者'));

it('says who is affected before anything happens, and asks for the reason', async () => {
  const calls = stubApi({ previewSuspension: () => ({ items: [clinic] }) });
  await dialog();
  expect(screen.getByText(/正在支付的 2 个号会释放并自动退款。5 个候补会结束/)).toBeTruthy();
  confirm();
  expect((await screen.findAllByText('请选择停诊原因')).length).toBeGreaterThan(0);
  expect(calls.map(({ name }) => name)).toEqual(['previewSuspension']);
});

it('keeps the dialog open with the reason when somebody else was first', async () => {
  const onClose = vi.fn();
  const calls = stubApi({
    previewSuspension: () => ({ items: [clinic] }),
    createSuspension: () => {
      throw new Refused({ status: 409, code: 'CLINIC_SUSPENDED', message: '这个班已经停诊' });
    },
  });
  await dialog(onClose);
  fireEvent.mouseDown(screen.getByLabelText('停诊原因'));
  fireEvent.click(await screen.findByText('医生生病', { selector: '.ant-select-item *' }));
  fireEvent.change(screen.getByLabelText('内部说明'), { target: { value: '已告知门诊部' } });
  confirm();
  expect(await screen.findByText('这个班已经停诊')).toBeTruthy();
  await waitFor(() => expect(calls.at(-1)?.name).toBe('createSuspension'));
  expect(calls.at(-1)?.body).toEqual({
    rosterIds: [anId(40)],
    reason: 'doctor-ill',
    note: '已告知门诊部',
  });
  expect(onClose).not.toHaveBeenCalled();
});
