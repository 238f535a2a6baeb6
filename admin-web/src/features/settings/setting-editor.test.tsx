import '@/testing/browser';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, stubApi } from '@/testing/api';
import { aSession, aSetting } from '@/testing/records';
import { draw } from '@/testing/render';
import { SettingEditor } from './setting-drawer';
import { editorFor, explanationOf, problemOf, wordsOf, type ValueSchema } from './setting-schema';

const keeper = aSession(['settings.display', 'settings.update']);
const exclusivity = aSetting({
  key: 'booking.exclusivity',
  title: '重复预约限制',
  description: '同一就诊人：department-day 同科室一天一个；doctor-day 同医生一天一个',
  value: 'department-day',
  defaultValue: 'department-day',
  schema: { type: 'string', enum: ['department-day', 'doctor-day'] },
});
const save = (): boolean => fireEvent.click(screen.getByRole('button', { name: '保存' }));
const giveReason = (): boolean =>
  fireEvent.change(screen.getByLabelText('修改原因'), { target: { value: '试运行' } });

describe('the settings editor', () => {
  it('checks a number by its schema before sending it', async () => {
    const calls = stubApi({});
    await draw(<SettingEditor setting={aSetting()} onDone={() => undefined} />, {
      session: keeper,
    });
    expect(screen.getByRole('button', { name: '保存' })).toHaveProperty('disabled', true);
    const field = screen.getByRole('spinbutton', { name: '可预约天数' });
    fireEvent.change(field, { target: { value: '' } });
    giveReason();
    save();
    expect(await screen.findByText('请填写')).toBeTruthy();
    expect(calls).toHaveLength(0);
  });

  it('sends value, reason and version, and shows the words of the server when refused', async () => {
    const calls = stubApi({
      updateSetting: () => {
        throw new Refused({
          status: 422,
          code: 'INVALID_FIELD',
          message: '请检查填写的内容',
          fields: { 'body.value': '不能早于上班时间' },
        });
      },
    });
    await draw(<SettingEditor setting={aSetting({ version: 3 })} onDone={() => undefined} />, {
      session: keeper,
    });
    const field = screen.getByRole('spinbutton', { name: '可预约天数' });
    fireEvent.change(field, { target: { value: '21' } });
    giveReason();
    save();
    expect(await screen.findByText('不能早于上班时间')).toBeTruthy();
    expect(calls[0]).toMatchObject({
      params: { key: 'booking.windowDays' },
      body: { value: 21, reason: '试运行', version: 3 },
    });
  });

  it('offers the words of a choice, not its codes', async () => {
    const calls = stubApi({ updateSetting: () => exclusivity });
    await draw(<SettingEditor setting={exclusivity} onDone={() => undefined} />, {
      session: keeper,
    });
    fireEvent.click(screen.getByRole('radio', { name: '同医生一天一个' }));
    giveReason();
    save();
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(calls[0]?.body).toMatchObject({ value: 'doctor-day' });
    expect(explanationOf(exclusivity)).toBe('同一就诊人');
  });

  it('only shows the value to someone who may not change it', async () => {
    stubApi({});
    await draw(<SettingEditor setting={aSetting()} onDone={() => undefined} />, {
      session: aSession(['settings.display']),
    });
    expect(screen.getByText('14')).toBeTruthy();
    expect(screen.queryByRole('button', { name: '保存' })).toBeNull();
  });
});

describe('a setting’s schema', () => {
  const time: ValueSchema = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' };

  it('chooses the editor', () => {
    expect(editorFor(time)).toBe('time');
    expect(editorFor({ type: 'boolean' })).toBe('switch');
    expect(editorFor({ type: 'array', items: { type: 'string' } })).toBe('words');
    expect(editorFor({ anyOf: [{ type: 'integer' }, { type: 'null' }] })).toBe('optional');
    expect(editorFor({})).toBe('json');
  });

  it('refuses what does not fit', () => {
    expect(problemOf({ type: 'integer', maximum: 60 }, 61)).toBe('不能大于 60');
    expect(problemOf({ type: 'integer' }, 1.5)).toBe('请填写整数');
    expect(problemOf(time, '25:00')).toBe('格式不正确');
    expect(problemOf({ type: 'array', items: { type: 'integer', minimum: 0 } }, [3, -1])).toBe(
      '不能小于 0',
    );
    expect(problemOf({ anyOf: [{ type: 'integer' }, { type: 'null' }] }, null)).toBeUndefined();
  });

  it('reads values aloud', () => {
    expect(wordsOf(aSetting({ value: true }), true)).toBe('是');
    expect(wordsOf(exclusivity, 'doctor-day')).toBe('同医生一天一个');
  });
});
