import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Item } from '@/shared/api/client';
import { stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { DevicesPage } from './devices-page';

const at = '2026-11-25T09:10:00+08:00';
const device: Item<'listDevices'> = {
  id: anId(1),
  kind: 'board',
  name: '二楼内科候诊区',
  branchId: anId(30),
  branchName: '总院',
  departmentIds: [],
  isPaired: true,
  isRevoked: false,
  lastSeenAt: at,
  createdAt: at,
  version: 1,
};
const session = aSession(['device.display', 'device.create', 'device.update', 'device.delete']);

it('shows the code of a new pairing once, with the address to open', async () => {
  const calls = stubApi({
    listDevices: () => ({ items: [device] }),
    renewDevicePairing: () => ({ device, code: '40718823', expiresAt: at }),
  });
  await draw(<DevicesPage />, { session });
  fireEvent.click(await screen.findByText('重新配对'));
  expect(await screen.findByText('40718823')).toBeTruthy();
  expect(screen.getByText(/\/board\/$/)).toBeTruthy();
  expect(calls.find(({ name }) => name === 'renewDevicePairing')?.params).toEqual({
    deviceId: device.id,
  });
  fireEvent.click(screen.getByText('知道了'));
  await waitFor(() => expect(screen.queryByText('40718823')).toBeNull());
});

it('asks before a device is shut out for good', async () => {
  const calls = stubApi({
    listDevices: () => ({ items: [device] }),
    revokeDevice: () => ({ ...device, isRevoked: true }),
  });
  await draw(<DevicesPage />, { session });
  fireEvent.click(await screen.findByText('停用'));
  expect(await screen.findByText(/设备会立即退出，不能恢复/)).toBeTruthy();
  expect(calls.map(({ name }) => name)).not.toContain('revokeDevice');
  fireEvent.click(screen.getByText('停用', { selector: '.ant-modal-container button span' }));
  await waitFor(() => expect(calls.map(({ name }) => name)).toContain('revokeDevice'));
});
