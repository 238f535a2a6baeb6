import '@/testing/browser';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { call } from '@/shared/api/client';
import { anId } from '@/testing/records';
import { Refused, stubApi } from '@/testing/api';
import { Screen } from './screen';

const session = (kind: 'board' | 'kiosk') => ({
  deviceId: anId(1),
  kind,
  name: '一号屏',
  hospitalName: '随诊示范医院',
  branchName: '本部院区',
  departmentNames: [],
});
const stranger = () => {
  throw new Refused({ status: 401, code: 'UNAUTHENTICATED', message: '' });
};
const Content = () => <p>内容</p>;
const open = () => render(<Screen kind="board" title="候诊大屏" Content={Content} />);
const type = (text: string) => [...text].forEach((key) => fireEvent.keyDown(window, { key }));

it('is paired by a code from the keys of a keyboard or remote control', async () => {
  const calls = stubApi({
    getDeviceSession: stranger,
    pairDevice: ({ body }) => {
      if ((body as { code: string }).code !== '12345678') {
        throw new Refused({ status: 422, code: 'CODE_INVALID', message: '配对码不正确' });
      }
      return session('board');
    },
  });
  open();
  await screen.findByText(/8 位配对码/);
  type('11111111');
  await screen.findByText('配对码不正确');
  type('1234567');
  fireEvent.click(screen.getByRole('button', { name: '8' }));
  await screen.findByText('内容');
  expect(calls.at(-1)?.body).toEqual({ code: '12345678', kind: 'board' });
});

it('moves over its keys by the arrows of a remote control', async () => {
  stubApi({ getDeviceSession: stranger });
  open();
  const first = await screen.findByRole('button', { name: '1' });
  expect(document.activeElement).toBe(first);
  fireEvent.keyDown(first, { key: 'ArrowDown' });
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowRight' });
  expect(document.activeElement?.textContent).toBe('5');
});

it('asks to be paired again once it is no longer known', async () => {
  stubApi({ getDeviceSession: () => session('board'), getBoard: stranger });
  open();
  await screen.findByText('内容');
  stubApi({ getDeviceSession: stranger, getBoard: stranger });
  await act(() => call('getBoard', {}).catch(() => undefined));
  await screen.findByText(/8 位配对码/);
});

it('is no board with the code of a kiosk', async () => {
  stubApi({ getDeviceSession: () => session('kiosk') });
  open();
  await screen.findByText(/8 位配对码/);
});
