import '@/testing/browser';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Answer } from '@/shared/api/client';
import { stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { BoardView, type Stream } from './board-view';

const at = '2026-11-25T08:59:00+08:00';
const stream: Stream = {
  systemId: anId(1),
  systemName: '总院 HIS',
  branchName: '总院',
  adapter: 'fhir',
  direction: 'in',
  kind: 'report',
  lagSeconds: 12,
  watermark: at,
  lastRunAt: at,
  lastSuccessAt: at,
  lastError: '',
  waiting: 0,
  processed: 120,
  setAside: 2,
  quarantined: 0,
  pausedAt: null,
  comparedAt: at,
  differences: 3,
};
const board = (...items: Stream[]): Answer<'getSyncBoard'> => ({
  items,
  quarantined: 2,
  conflicts: 0,
  refused: 0,
});
const mayAct = aSession(['integration.display', 'integration.update']);
const section = (name: string): Promise<HTMLElement> => screen.findByLabelText(name);

it('says in words how far behind each kind is, and what went wrong', async () => {
  stubApi({
    getSyncBoard: () =>
      board(
        stream,
        { ...stream, kind: 'patient', lagSeconds: 600, lastError: '连接超时' },
        { ...stream, direction: 'out', kind: 'check-in', pausedAt: at },
      ),
  });
  await draw(<BoardView views={null} />, { session: mayAct });
  const rows = (await section('总院 HIS')).querySelectorAll('tbody tr.ant-table-row');
  const [good, late, paused] = [...rows];
  expect(good?.textContent).toContain('收 报告12 秒');
  expect(good?.textContent).toContain('补上 3 处');
  expect(late?.textContent).toContain('落后 10 分钟');
  expect(late?.textContent).toContain('连接超时');
  expect(paused?.textContent).toContain('发 签到已暂停');
});

it('pauses one kind with a reason, and compares everything of a system', async () => {
  const calls = stubApi({
    getSyncBoard: () => board(stream),
    pauseExternalSystem: () => ({ items: [stream] }),
    runExternalSystem: () => ({ items: [stream] }),
  });
  await draw(<BoardView views={null} />, { session: mayAct });
  const system = within(await section('总院 HIS'));
  fireEvent.click(system.getByLabelText('暂停接收 报告'));
  fireEvent.change(await screen.findByLabelText('原因（可不填）'), { target: { value: '升级' } });
  const dialog = within(document.querySelector<HTMLElement>('.ant-modal-footer')!);
  fireEvent.click(dialog.getByText('暂停接收'));
  await waitFor(() => expect(screen.queryByLabelText('原因（可不填）')).toBeNull());
  expect(calls.find(({ name }) => name === 'pauseExternalSystem')?.body).toEqual({
    kind: 'report',
    direction: 'in',
    isPaused: true,
    reason: '升级',
  });
  fireEvent.click(system.getByText('全部比对', { selector: 'button span' }));
  await waitFor(() =>
    expect(calls.find(({ name }) => name === 'runExternalSystem')?.body).toEqual({
      kind: null,
      isFull: true,
    }),
  );
});

it('says which way a kind is paused, and asks for that way only', async () => {
  const appointments: Stream = { ...stream, kind: 'appointment' };
  const calls = stubApi({
    getSyncBoard: () =>
      board(appointments, { ...appointments, direction: 'out', watermark: null, pausedAt: at }),
    pauseExternalSystem: () => ({ items: [] }),
  });
  await draw(<BoardView views={null} />, { session: mayAct });
  const system = within(await section('总院 HIS'));
  expect(system.getByLabelText('暂停接收 预约').textContent).toBe('暂停接收');
  fireEvent.click(system.getByLabelText('恢复发送 预约'));
  expect(await screen.findByText('恢复发送 总院 HIS 的预约')).toBeTruthy();
  expect(screen.getByText('暂停期间排队的消息会依次补发。')).toBeTruthy();
  const dialog = within(document.querySelector<HTMLElement>('.ant-modal-footer')!);
  fireEvent.click(dialog.getByText('恢复发送'));
  const sent = () => calls.find(({ name }) => name === 'pauseExternalSystem')?.body;
  await waitFor(() =>
    expect(sent()).toEqual({ kind: 'appointment', direction: 'out', isPaused: false, reason: '' }),
  );
});

it('pauses a whole system both ways', async () => {
  const calls = stubApi({
    getSyncBoard: () => board(stream),
    pauseExternalSystem: () => ({ items: [] }),
  });
  await draw(<BoardView views={null} />, { session: mayAct });
  fireEvent.click(within(await section('总院 HIS')).getByText('全部暂停'));
  expect(await screen.findByText(/接收和发送都停/)).toBeTruthy();
  const dialog = within(document.querySelector<HTMLElement>('.ant-modal-footer')!);
  fireEvent.click(dialog.getByText('全部暂停'));
  const sent = () => calls.find(({ name }) => name === 'pauseExternalSystem')?.body;
  await waitFor(() =>
    expect(sent()).toEqual({ kind: null, direction: null, isPaused: true, reason: '' }),
  );
});

it('leads to what waits for a person', async () => {
  stubApi({ getSyncBoard: () => board(stream) });
  const { url } = await draw(<BoardView views={null} />, { session: mayAct });
  fireEvent.click(await screen.findByLabelText('隔离的消息：去处理'));
  await waitFor(() => expect(url()).toContain('view=inbound'));
});

it('is read only without the right to change', async () => {
  stubApi({ getSyncBoard: () => board(stream) });
  await draw(<BoardView views={null} />, { session: aSession(['integration.display']) });
  await section('总院 HIS');
  expect(screen.queryByText('全部暂停')).toBeNull();
  expect(screen.queryByLabelText('暂停接收 报告')).toBeNull();
});
