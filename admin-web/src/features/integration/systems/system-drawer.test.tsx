import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { Refused, stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { SystemDrawer } from './system-drawer';
import type { System } from './systems-view';

const fhir: System = {
  id: anId(1),
  branchId: anId(2),
  branchName: '总院',
  name: '总院 HIS',
  code: 'his-main',
  kind: 'his',
  adapter: 'fhir',
  config: { adapter: 'fhir', baseUrl: 'http://his.local/fhir', token: null, pageSize: 100 },
  isEnabled: true,
  pausedAt: null,
  version: 6,
};
const views: System = {
  ...fhir,
  adapter: 'views',
  config: {
    adapter: 'views',
    databaseUrl: null,
    mapping: '{"views":{"patient":{"view":"v_patient"}}}',
  },
};
const session = aSession(['integration.display', 'integration.update']);
const type = (label: string | RegExp, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } });

it('changes an address and leaves the secret as it is stored', async () => {
  const onClose = vi.fn();
  const calls = stubApi({ updateExternalSystem: () => fhir });
  await draw(<SystemDrawer editing={fhir} onClose={onClose} />, { session });
  await screen.findByDisplayValue('http://his.local/fhir');
  type(/接口地址/, 'his');
  fireEvent.click(screen.getByText('保存'));
  expect(await screen.findByText('请填写 http 或 https 地址')).toBeTruthy();
  type(/接口地址/, 'https://his.cn/r4');
  fireEvent.click(screen.getByText('保存'));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(calls[0]?.body).toEqual({
    name: '总院 HIS',
    kind: 'his',
    isEnabled: true,
    config: { adapter: 'fhir', baseUrl: 'https://his.cn/r4', token: null, pageSize: 100 },
    version: 6,
  });
});

it('will not send a mapping that is no mapping', async () => {
  const calls = stubApi({ updateExternalSystem: () => views });
  await draw(<SystemDrawer editing={views} onClose={() => undefined} />, { session });
  await screen.findByDisplayValue(/v_patient/);
  type('映射（JSON）', '{"views": {"patient": }}');
  fireEvent.click(screen.getByText('保存'));
  expect(await screen.findByText(/JSON 不完整/)).toBeTruthy();
  expect(calls).toHaveLength(0);
});

it('says when a colleague has changed it in the meantime', async () => {
  stubApi({
    updateExternalSystem: () => {
      throw new Refused({ status: 409, code: 'VERSION_CONFLICT', message: '内容刚刚被更新' });
    },
  });
  await draw(<SystemDrawer editing={fhir} onClose={() => undefined} />, { session });
  await screen.findByDisplayValue('http://his.local/fhir');
  fireEvent.click(screen.getByText('保存'));
  expect(await screen.findAllByText('内容刚被别人修改')).not.toHaveLength(0);
});
