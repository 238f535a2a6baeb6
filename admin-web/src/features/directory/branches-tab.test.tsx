import '@/testing/browser';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Item } from '@/shared/api/client';
import { Refused, stubApi } from '@/testing/api';
import { anId, aSession } from '@/testing/records';
import { draw } from '@/testing/render';
import { BranchesTab } from './branches-tab';

const branch: Item<'listBranchesForStaff'> = {
  id: anId(30),
  code: 'MAIN',
  name: '本部院区',
  address: '和平路 1 号',
  phone: '010-55550001',
  transport: '',
  latitude: null,
  longitude: null,
  isActive: true,
  version: 4,
};
const reads = { listBranchesForStaff: () => ({ items: [branch] }) };
const editor = aSession(['directory.display', 'directory.create', 'directory.update']);

// By text: reckoning the roles of a whole table and form takes jsdom seconds.
const open = async (button: string, title: string): Promise<HTMLElement> => {
  await draw(<BranchesTab />, { session: editor });
  fireEvent.click(await screen.findByText(button, { selector: 'button span' }));
  const words = await screen.findByText(title, { selector: '.ant-drawer-title' });
  return words.closest<HTMLElement>('.ant-drawer')!;
};
const fill = (form: HTMLElement, label: string, value: string): void => {
  fireEvent.change(within(form).getByLabelText(label), { target: { value } });
};
const save = (form: HTMLElement): void => {
  fireEvent.click(within(form).getByText('保存'));
};

describe('the drawer beside a list', () => {
  it('makes a new row of what was filled in', async () => {
    const calls = stubApi({ ...reads, createBranch: () => branch });
    const form = await open('新增院区', '新增院区');
    save(form);
    expect(await within(form).findByText('请填写名称')).toBeTruthy();
    fill(form, '名称', '东院区');
    fill(form, '编码', 'EAST');
    fill(form, '地址', '东风路 8 号');
    fill(form, '电话', '010-55550002');
    save(form);
    await waitFor(() => expect(calls.map(({ name }) => name)).toContain('createBranch'));
    const sent = calls.find(({ name }) => name === 'createBranch');
    expect(sent?.body).toMatchObject({ name: '东院区', code: 'EAST', isActive: true });
    expect(sent?.body).not.toHaveProperty('version');
  });

  it('changes the row that was opened, as it stood then, and keeps a refusal under its field', async () => {
    const calls = stubApi({
      ...reads,
      updateBranch: () => {
        throw new Refused({
          status: 422,
          code: 'INVALID_FIELD',
          message: '请核对',
          fields: { 'body.code': '编码已被使用' },
        });
      },
    });
    const form = await open('本部院区', '修改院区 本部院区');
    fill(form, '编码', 'EAST');
    save(form);
    expect(await within(form).findByText('编码已被使用')).toBeTruthy();
    const sent = calls.find(({ name }) => name === 'updateBranch');
    expect(sent?.params).toEqual({ branchId: branch.id });
    expect(sent?.body).toMatchObject({ name: '本部院区', code: 'EAST', version: 4 });
  });

  it('cannot be opened by who may only look', async () => {
    stubApi(reads);
    await draw(<BranchesTab />, { session: aSession(['directory.display']) });
    expect((await screen.findByText('本部院区')).closest('button')).toBeNull();
    expect(screen.queryByText('新增院区', { selector: 'button span' })).toBeNull();
  });
});
