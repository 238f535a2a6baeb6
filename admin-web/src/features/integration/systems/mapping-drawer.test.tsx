import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Answer } from '@/shared/api/client';
import { stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { SystemsView, type System } from './systems-view';

const system: System = {
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
const row: Answer<'getMappingReport'>['rows'][number] = {
  kind: 'report',
  received: 21,
  processed: 20,
  setAside: 1,
  quarantined: 0,
  reasons: [],
  leftOut: [{ part: 'SPM 段', count: 3 }],
};
const session = aSession(['integration.display']);

/** As the server does: the days that were asked for, else the last thirty. */
const stub = () =>
  stubApi({
    listExternalSystems: () => ({ items: [system], numberSources: [] }),
    getMappingReport: ({ query: { from = '2026-10-27', to = '2026-11-25' } }) => ({
      from,
      to,
      rows: from === '2026-10-27' ? [row] : [],
    }),
  });
const days = (): string[] =>
  [...document.querySelectorAll<HTMLInputElement>('.ant-picker-range input')].map(
    ({ value }) => value,
  );
const lastAsked = (calls: ReturnType<typeof stub>) =>
  calls.filter(({ name }) => name === 'getMappingReport').at(-1)?.query;

it('shows the days that the server took when none are chosen', async () => {
  const calls = stub();
  const { url } = await draw(<SystemsView views={null} />, { session });
  fireEvent.click(await screen.findByText('收入报告'));
  expect(await screen.findByText('SPM 段 × 3')).toBeTruthy();
  await waitFor(() => expect(days()).toEqual(['2026-10-27', '2026-11-25']));
  expect(lastAsked(calls)).toEqual({});
  expect(url()).toContain(`mapping=${system.id}`);
});

it('keeps the days in the address, and forgets them with the report', async () => {
  const calls = stub();
  const { url } = await draw(<SystemsView views={null} />, {
    session,
    url: `/?mapping=${system.id}&from=2026-03-01&to=2026-03-31`,
  });
  expect(await screen.findByText('这些天没有收到内容')).toBeTruthy();
  await waitFor(() => expect(days()).toEqual(['2026-03-01', '2026-03-31']));
  expect(lastAsked(calls)).toEqual({ from: '2026-03-01', to: '2026-03-31' });

  const [first, last] = document.querySelectorAll('.ant-picker-range input');
  fireEvent.mouseDown(first!);
  fireEvent.focus(first!);
  fireEvent.change(first!, { target: { value: '2026-03-10' } });
  fireEvent.keyDown(first!, { key: 'Enter', code: 'Enter', keyCode: 13 });
  fireEvent.change(last!, { target: { value: '2026-03-12' } });
  fireEvent.keyDown(last!, { key: 'Enter', code: 'Enter', keyCode: 13 });
  await waitFor(() => expect(lastAsked(calls)).toEqual({ from: '2026-03-10', to: '2026-03-12' }));
  expect(url()).toContain('from=2026-03-10&to=2026-03-12');

  const drawer = screen.getByText('收入报告：总院 HIS').closest('.ant-drawer');
  fireEvent.click(drawer!.querySelector('.ant-drawer-close')!);
  await waitFor(() => expect(url()).toBe('/'));
});

it('goes back to the usual days when they are cleared', async () => {
  const calls = stub();
  const { url } = await draw(<SystemsView views={null} />, {
    session,
    url: `/?mapping=${system.id}&from=2026-03-01&to=2026-03-31`,
  });
  await screen.findByText('这些天没有收到内容');
  fireEvent.click(document.querySelector('.ant-picker-clear')!);
  expect(await screen.findByText('SPM 段 × 3')).toBeTruthy();
  await waitFor(() => expect(days()).toEqual(['2026-10-27', '2026-11-25']));
  expect(lastAsked(calls)).toEqual({});
  expect(url()).not.toContain('from=');
});
