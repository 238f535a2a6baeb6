import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { switchTab } from '@tarojs/taro';
import { afterEach, expect, it } from 'vitest';
import { openWith } from '../../../../test/stand-in';
import { Page } from './Page';

afterEach(cleanup);

const open = (params: Record<string, string>) => {
  openWith(params);
  render(
    <Page name="move" bottom="确认">
      内容
    </Page>,
  );
};

const cutOff: Record<string, string>[] = [
  {},
  { appointmentId: 'a-1', slotId: 's-1', doctorId: 'd-1' },
];

it.each(cutOff)('says that its address was cut off, and leads home: %j', (params) => {
  open(params);
  expect(screen.getByText('链接不完整')).toBeTruthy();
  expect(screen.queryByText('内容')).toBeNull();
  expect(screen.queryByText('确认')).toBeNull();
  fireEvent.click(screen.getByText('回首页'));
  expect(switchTab).toHaveBeenLastCalledWith({ url: '/pages/home/index' });
});

it('shows what it has when nothing is missing', () => {
  open({ appointmentId: 'a-1', slotId: 's-1', doctorId: 'd-1', date: '2026-03-01' });
  expect(screen.getByText('内容')).toBeTruthy();
});
