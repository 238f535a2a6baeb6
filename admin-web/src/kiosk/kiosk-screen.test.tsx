import '@/testing/browser';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anId } from '@/testing/records';
import { Refused, stubApi, type Sent } from '@/testing/api';
import type { Slip, Visit } from './flow';
import { KioskScreen } from './kiosk-screen';

const session = {
  deviceId: 'd',
  kind: 'kiosk',
  name: '一号机',
  hospitalName: '随诊示范医院',
  branchName: '本部院区',
  departmentNames: [],
} as const;

const visit: Visit = {
  appointmentId: anId(1),
  appointmentNo: '2611240001',
  status: 'booked',
  patientNameMasked: '王*明',
  departmentName: '心血管内科',
  doctorName: '唐敬之',
  doctorTitle: 'chief',
  location: '门诊楼 3 楼 305 诊室',
  startsAt: '2026-11-24T09:00:00+08:00',
  endsAt: '2026-11-24T09:15:00+08:00',
  queueNumber: 12,
  feeState: 'paid',
  checkInState: 'open',
  ticket: 'ticket-of-this-visit',
};
const slip: Slip = {
  hospitalName: '随诊示范医院',
  branchName: '本部院区',
  patientNameMasked: '王*明',
  departmentName: '心血管内科',
  doctorName: '唐敬之',
  location: '门诊楼 3 楼 305 诊室',
  room: '305 诊室',
  queueNumber: 12,
  ahead: 3,
  isLate: false,
  startsAt: visit.startsAt,
  checkedInAt: '2026-11-24T08:40:00+08:00',
};
const siteCode = () => ({
  code: 'SZ1.some-code-of-the-minute',
  validUntil: new Date(Date.now() + 40_000).toISOString(),
});

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
// By the words alone: looking for roles takes a hundred times as long, and these are many keys.
const type = (text: string) =>
  [...text].forEach((key) =>
    fireEvent.click(screen.getByText(key, { selector: '.keypad button' })),
  );
const settle = (ms = 0) => act(() => vi.advanceTimersByTimeAsync(ms));
const page = () => document.body.textContent;

async function start(answers: Parameters<typeof stubApi>[0]): Promise<Sent[]> {
  const calls = stubApi({ getSiteCode: siteCode, ...answers });
  render(<KioskScreen session={{ ...session, departmentNames: [] }} />);
  await settle();
  return calls;
}

async function findByIdentity(): Promise<void> {
  press(/^身份证号/);
  type('33010619900101002X');
  expect(page()).not.toContain('19900101');
  press('下一步');
  type('1234');
  press('下一步');
  await settle();
}

beforeEach(() => vi.useFakeTimers({ now: new Date('2026-11-24T08:40:00+08:00') }));
afterEach(() => vi.useRealTimers());

describe('checking in', () => {
  it('by identity number and the end of the phone number, to the slip', async () => {
    const calls = await start({
      findKioskVisits: () => ({ items: [visit] }),
      checkInAtKiosk: () => slip,
    });
    await findByIdentity();
    expect(calls.find(({ name }) => name === 'findKioskVisits')?.body).toEqual({
      by: 'identity',
      identityNumber: '33010619900101002X',
      phoneTail: '1234',
    });
    screen.getByText('王*明，您今天的预约');
    press('签到');
    await settle();
    screen.getByText('签到成功');
    expect(page()).toMatch(/前面还有 3 位/);
    const print = vi.fn();
    vi.stubGlobal('print', print);
    press('打印凭条');
    expect(print).toHaveBeenCalledTimes(1);
    expect(document.querySelector('body > .slip')?.textContent).toContain('王*明');
  });

  it('by a code that a scanner types, wherever the focus is', async () => {
    const calls = await start({ findKioskVisits: () => ({ items: [visit] }) });
    for (const key of 'AB12CD34EF') fireEvent.keyDown(window, { key });
    fireEvent.keyDown(window, { key: 'Enter' });
    await settle();
    expect(calls.at(-1)?.body).toEqual({ by: 'code', code: 'AB12CD34EF' });
    screen.getByText(/您今天的预约/);
  });

  it('by card, whose number may begin with a letter', async () => {
    const calls = await start({ findKioskVisits: () => ({ items: [visit] }) });
    press(/^就诊卡/);
    press('字母');
    press('K');
    press('数字');
    type('20260');
    press('下一步');
    type('1234');
    press('下一步');
    await settle();
    expect(calls.at(-1)?.body).toEqual({ by: 'card', cardNumber: 'K20260', phoneTail: '1234' });
  });

  it('needs all four digits', async () => {
    await start({});
    press(/^就诊卡/);
    type('1');
    press('下一步');
    type('123');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: '下一步' }).disabled).toBe(true);
  });
});

describe('what it says when it cannot', () => {
  it('is the same for somebody unknown and for nothing today', async () => {
    await start({ findKioskVisits: () => ({ items: [] }) });
    await findByIdentity();
    expect(screen.getByRole('alert').textContent).toContain('没有查到今天可以签到的预约');
    expect(screen.getByRole('alert').textContent).toContain('到前台');
  });

  it.each([
    ['PAYMENT_REQUIRED_FIRST', 409, /还没有缴.*前台/],
    ['CLINIC_SUSPENDED', 409, /停诊.*前台/],
    ['CHECK_IN_NOT_OPEN', 409, /现在不能自助签到.*说明.*前台/],
    ['RATE_LIMITED', 429, /次数较多.*前台/],
    ['INTERNAL', 500, /没有响应.*前台/],
  ])('%s sends to the desk in plain words', async (code, status, words) => {
    await start({
      findKioskVisits: () => ({ items: [visit] }),
      checkInAtKiosk: () => {
        throw new Refused({ status, code, message: '说明' });
      },
    });
    await findByIdentity();
    press('签到');
    await settle();
    expect(screen.getByRole('alert').textContent).toMatch(words);
  });

  it('repeats a check-in whose answer was lost under the same key', async () => {
    let attempts = 0;
    const calls = await start({
      findKioskVisits: () => ({ items: [visit] }),
      checkInAtKiosk: () => {
        attempts += 1;
        if (attempts === 1) throw new Refused({ status: 503, code: 'UNAVAILABLE', message: '' });
        return slip;
      },
    });
    await findByIdentity();
    press('签到');
    await settle();
    press('再试一次');
    await settle();
    screen.getByText('签到成功');
    const keys = calls
      .filter(({ name }) => name === 'checkInAtKiosk')
      .map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });
});

describe('nothing of a person stays', () => {
  it('after 30 s without a touch, counted down in sight', async () => {
    await start({ findKioskVisits: () => ({ items: [visit] }), checkInAtKiosk: () => slip });
    await findByIdentity();
    press('签到');
    await settle();
    await settle(25_000);
    expect(screen.getByRole('button', { name: /返回首页/ }).textContent).toMatch(/5 秒/);
    fireEvent.pointerDown(window);
    await settle(29_000);
    screen.getByText('签到成功');
    await settle(2_000);
    screen.getByText('自助签到');
    expect(document.documentElement.outerHTML).not.toMatch(/王\*明|唐敬之|心血管|002X/);
  });

  it('when an answer comes after the person has left', async () => {
    let answer: (found: { items: Visit[] }) => void = () => undefined;
    await start({ findKioskVisits: () => new Promise((resolve) => (answer = resolve)) });
    await findByIdentity();
    press(/返回首页/);
    answer({ items: [visit] });
    await settle();
    screen.getByText('自助签到');
    expect(page()).not.toContain('王*明');
  });

  it('when somebody goes back to a number', async () => {
    await start({});
    press(/^身份证号/);
    type('33010');
    press(/返回首页/);
    press(/^身份证号/);
    screen.getByLabelText('已输入 0 位');
  });
});

describe('without the hospital', () => {
  it('says so, offers nothing that would fail, and comes back by itself', async () => {
    let isAway = true;
    await start({
      getSiteCode: () => {
        if (isAway) throw new Refused({ status: 503, code: 'UNAVAILABLE', message: '' });
        return siteCode();
      },
    });
    expect(screen.getByRole('status').textContent).toContain('前台');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: /^扫码签到/ }).disabled).toBe(
      true,
    );
    isAway = false;
    await settle(5_000);
    expect(screen.queryByRole('status')).toBeNull();
    screen.getByRole('img', { name: /签到二维码/ });
  });
});
