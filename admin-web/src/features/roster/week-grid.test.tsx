import '@/testing/browser';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, stubApi } from '@/testing/api';
import { aDoctor, anId, aRoster, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { RosterPage } from './roster-page';

const planner = aSession([
  'roster.display',
  'roster.create',
  'roster.update',
  'roster.delete',
  'directory.display',
]);
const doctors = [
  aDoctor(),
  aDoctor({ id: anId(11), name: '李华' }),
  aDoctor({ id: anId(12), name: '赵敏', defaultServiceId: anId(50) }),
];
const reads = {
  listDoctorsForStaff: () => ({ items: doctors }),
  listDepartmentsForStaff: () => ({ items: [] }),
  listRosters: () => ({ items: [aRoster()] }),
  listServices: () => ({
    items: [
      {
        id: anId(50),
        code: 'G01',
        name: '普通门诊',
        kind: 'registration' as const,
        priceFen: 2500,
        isActive: true,
        version: 1,
      },
    ],
  }),
};

const openGrid = async (session = planner) => {
  const view = await draw(<RosterPage />, { session, url: '/roster' });
  return { ...view, grid: await screen.findByRole('grid', { name: '一周排班' }) };
};
const focused = (): string => document.activeElement?.getAttribute('aria-label') ?? '';

describe('the roster grid', () => {
  it('is walked with the arrow keys and stays inside its edges', async () => {
    stubApi(reads);
    const { grid } = await openGrid();
    // Doctors stand in the order of their names: 李华, 王明, 赵敏.
    const first = within(grid).getByRole('gridcell', { name: '李华 11月23日 周一 没有出诊' });
    first.focus();
    fireEvent.keyDown(first, { key: 'ArrowUp' });
    expect(focused()).toBe('李华 11月23日 周一 没有出诊');
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowRight' });
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowRight' });
    expect(focused()).toBe('王明 11月25日 周三 上午 16/64');
    expect(grid.querySelectorAll('[tabindex="0"][data-cell]')).toHaveLength(1);
    fireEvent.keyDown(document.activeElement!, { key: 'End' });
    expect(focused()).toContain('11月29日 周日');
  });

  it('ticks cells with the space bar and stops bookings of all their clinics', async () => {
    const calls = stubApi({
      ...reads,
      updateRoster: () => aRoster({ isClosed: true, version: 2 }),
    });
    const { grid } = await openGrid();
    const cell = within(grid).getByRole('gridcell', { name: /王明 11月25日/ });
    cell.focus();
    fireEvent.keyDown(cell, { key: ' ' });
    expect(cell.getAttribute('aria-selected')).toBe('true');
    fireEvent.click(screen.getByRole('button', { name: '停止预约' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('已约的 16 位患者不受影响');
    fireEvent.click(within(dialog).getByRole('button', { name: '停止预约' }));
    await waitFor(() => expect(calls.some((call) => call.name === 'updateRoster')).toBe(true));
    const sent = calls.find((call) => call.name === 'updateRoster');
    expect(sent?.body).toMatchObject({ isClosed: true, version: 1, capacity: { shared: 4 } });
    expect(sent?.headers.get('Idempotency-Key')).toBeTruthy();
  });

  it('says why a clashing clinic was refused', async () => {
    stubApi({
      ...reads,
      createRoster: () => {
        throw new Refused({
          status: 409,
          code: 'ROSTER_CLASH',
          message: '赵敏 11月26日上午已在 305 诊室出诊，时间重叠',
        });
      },
    });
    const { grid } = await openGrid();
    const cell = within(grid).getByRole('gridcell', { name: /赵敏 11月26日/ });
    cell.focus();
    fireEvent.keyDown(cell, { key: 'Enter' });
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('共 16 个时段，64 个号')).toBeTruthy();
    fireEvent.click(within(dialog).getByRole('button', { name: '保存' }));
    expect(await within(dialog).findByRole('alert')).toHaveProperty(
      'textContent',
      expect.stringContaining('时间重叠'),
    );
  });

  it('offers nothing to change to someone who may only look', async () => {
    stubApi(reads);
    const { grid } = await openGrid(aSession(['roster.display', 'directory.display']));
    expect(within(grid).queryByRole('checkbox')).toBeNull();
    expect(screen.queryByRole('button', { name: '新增出诊' })).toBeNull();
    expect(within(grid).queryByText('＋ 排班')).toBeNull();
  });

  it('makes no clinic on a day that is over', async () => {
    stubApi(reads);
    const { grid } = await openGrid();
    fireEvent.click(within(grid).getByRole('gridcell', { name: /赵敏 11月24日/ }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
