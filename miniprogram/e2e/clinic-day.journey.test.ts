import { afterEach, describe, expect, it } from 'vitest';
import { MiniProgram } from './harness';
import {
  appointment,
  beforeCheckIn,
  doctor,
  held,
  inQueue,
  moveRules,
  moving,
  offered,
  payment,
  slot,
  waiting,
} from './support/clinic-day-answers';
import { account, branches, config, messages, patient } from './support/stub-answers';
import { StubApi, stubPhone } from './support/stub-api';

/** The day at the clinic in the built mini-program, with an API that answers from memory. */
let program: MiniProgram;
let api: StubApi;

const days = (remaining: number) => ({
  items: [
    {
      date: slot.date,
      state: remaining > 0 ? ('available' as const) : ('full' as const),
      remaining,
      opensAt: null,
    },
  ],
});

function start(url: string, answers: StubApi['answers'] = {}): void {
  api = new StubApi({
    getPublicConfig: config,
    listBranches: branches,
    getAccount: account,
    listMyMessages: messages,
    countMyUnreadMessages: { unread: 1 },
    listMyPatients: { items: [patient] },
    getDoctor: doctor,
    listDoctorDays: days(0),
    listDoctorSlots: { items: [slot] },
    listAlternativeSlots: { items: [] },
    listMyWaitlistEntries: { items: [], nextCursor: null },
    listMyAppointments: { items: [appointment], nextCursor: null },
    getMyAppointment: appointment,
    getMyReschedule: moveRules(null),
    getMyQueuePlace: beforeCheckIn,
    ...answers,
  });
  const storage = new Map([['suizhen.token', '"stub-token"']]);
  program = MiniProgram.start({ server: api.server, phone: stubPhone(), storage, url });
}
afterEach(() => program.close());

const bodyOf = (operation: string): object => {
  const sent = api.sent.findLast((one) => one.operation === operation);
  return JSON.parse(sent?.body ?? '{}') as object;
};

describe('the waitlist', () => {
  it('is joined from a slot that is taken, and an offer is taken in time', async () => {
    start(`/packages/booking/pages/doctor/index?id=${doctor.id}&date=${slot.date}`, {
      joinWaitlist: waiting,
      getMyWaitlistEntry: waiting,
      acceptWaitlistOffer: held,
      createPayment: payment,
      getPayment: payment,
    });
    await program.tap(/^上午 .+约满$/);
    await program.tap('候补这个时段');
    await program.reaches('visit/pages/join');
    await program.sees('候补不收费');
    await program.tap('加入候补');
    await program.sees('前面还有 2 位');
    expect(bodyOf('joinWaitlist')).toMatchObject({ wish: { kind: 'slot', slotId: slot.id } });

    api.answers.getMyWaitlistEntry = offered;
    // The page looks again every 15 s.
    await program.sees('这个号为您保留', 20_000);
    expect(program.text).toMatch(/29:[3-5]\d/);
    api.answers.getMyAppointment = held;
    await program.tap('去支付');
    await program.reaches('booking/pages/pay');
    expect(bodyOf('acceptWaitlistOffer')).toMatchObject({ pay: 'online' });
    await program.sees('微信支付 ¥50.00');
    expect(program.problems).toEqual([]);
  });

  it('lets an offer go to the next only when asked twice', async () => {
    start(`/packages/visit/pages/waiting/index?id=${offered.id}`, {
      getMyWaitlistEntry: offered,
      declineWaitlistOffer: { ...waiting, ahead: 4 },
    });
    await program.tap('让给下一位');
    await program.tap('我再看看');
    expect(program.shows('这个号为您保留')).toBe(true);
    await program.tap('让给下一位');
    await program.tapOn(program.tappable('让给下一位').at(-1)!);
    await program.sees('前面还有 4 位');
    expect(program.problems).toEqual([]);
  });
});

describe('a visit that is moved', () => {
  it('is paid for in addition; until then the old place stays', async () => {
    start(`/packages/booking/pages/appointment/index?id=${appointment.id}`, {
      listDoctorDays: days(3),
      listDoctorSlots: { items: [{ ...slot, remaining: 3 }] },
      rescheduleMyAppointment: moving,
      createPayment: payment,
      getPayment: { ...payment, state: 'paid', paidAt: config.serverTime },
    });
    await program.tap('改约');
    await program.reaches('booking/pages/doctor');
    await program.sees('正在改约');
    await program.tap(/^上午 .+余 3$/);
    await program.reaches('booking/pages/move');
    await program.sees('需补 ¥5.00');
    api.answers.getMyReschedule = moveRules('awaiting-payment');
    await program.tap('确认并补 ¥5.00');
    await program.reaches('booking/pages/pay');
    await program.sees('原来的号一直是您的');
    api.answers.getMyReschedule = moveRules('completed');
    await program.tap('微信支付 ¥5.00');
    await program.reaches('booking/pages/moved');
    await program.sees('改约成功');
    expect(bodyOf('rescheduleMyAppointment')).toEqual({ slotId: slot.id });
    expect(program.problems).toEqual([]);
  });

  it('stays where it was when the move is given up', async () => {
    start(`/packages/booking/pages/pay/index?appointmentId=${appointment.id}`, {
      getMyReschedule: moveRules('awaiting-payment'),
      abandonMyReschedule: appointment,
    });
    await program.tap('放弃改约');
    await program.sees('您还是原来的时间');
    api.answers.getMyReschedule = moveRules('abandoned');
    await program.tap('确定放弃');
    await program.reaches('booking/pages/appointment');
    expect(program.problems).toEqual([]);
  });
});

describe('the day itself', () => {
  const today = { ...appointment, mayCheckIn: true };

  it('begins with checking in by position, told when it is too far', async () => {
    start(`/packages/booking/pages/appointment/index?id=${appointment.id}`, {
      getMyAppointment: today,
      checkInMyAppointment: 'CHECK_IN_TOO_FAR',
    });
    await program.tap('到院签到');
    await program.reaches('visit/pages/check-in');
    program.decisions.location = null;
    await program.tap('我已到院，定位签到');
    await program.sees('没有允许使用位置');
    program.decisions.location = { latitude: 31.2, longitude: 121.4 };
    await program.tap('我已到院，定位签到');
    await program.sees('您离医院还有点远');
    expect(program.called('getLocation').at(-1)).toMatchObject({ type: 'gcj02' });
    api.answers.checkInMyAppointment = inQueue(1);
    api.answers.getMyQueuePlace = inQueue(1);
    await program.tap('我已到院，定位签到');
    await program.reaches('visit/pages/queue');
    expect(program.problems).toEqual([]);
  });

  it('knows the code in the hall as well', async () => {
    start(`/packages/visit/pages/check-in/index?appointmentId=${appointment.id}`, {
      getMyAppointment: today,
      checkInMyAppointment: inQueue(1),
    });
    await program.tap('扫院内签到码');
    expect(api.sent.some(({ operation }) => operation === 'checkInMyAppointment')).toBe(false);
    program.decisions.scan = 'SZ1.a-code-of-the-hall';
    api.answers.getMyQueuePlace = inQueue(1);
    await program.tap('扫院内签到码');
    await program.reaches('visit/pages/queue');
    const body = { method: 'site-code', code: 'SZ1.a-code-of-the-hall' };
    expect(bodyOf('checkInMyAppointment')).toEqual(body);
  });

  it('goes on in the queue: how many go first, then the call, which shakes the phone', async () => {
    start(`/packages/visit/pages/queue/index?appointmentId=${appointment.id}`, {
      getMyQueuePlace: inQueue(1),
    });
    await program.sees('前面还有 3 位');
    await program.sees('约 20 分钟');
    program.network.set(false);
    await program.sees('没能更新');
    program.network.set(true);
    api.answers.getMyQueuePlace = inQueue(2, {
      state: 'called',
      ahead: null,
      calledNumber: 12,
      calledAt: '2026-11-27T01:20:00.000Z',
    });
    await program.sees('请到 3 诊室');
    expect(program.called('vibrateLong')).toHaveLength(1);
    expect(api.sent.some(({ url }) => url.includes('version=1'))).toBe(true);
    expect(program.problems).toEqual([]);
  });

  it('asks for nothing while another page lies on top', async () => {
    start(`/packages/visit/pages/queue/index?appointmentId=${appointment.id}`, {
      getMyQueuePlace: inQueue(1),
    });
    await program.sees('前面还有 3 位');
    await program.callWx('navigateTo', { url: '/packages/account/pages/settings/index' });
    await program.sees('关怀版大字');
    const asked = () => api.sent.filter(({ operation }) => operation === 'getMyQueuePlace').length;
    const before = asked();
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(asked()).toBe(before);
  });
});

describe('an appeal', () => {
  it('takes along a picture from the album', async () => {
    const event = {
      id: '3f1c1f0e-0000-4000-8000-000000000201',
      kind: 'no-show' as const,
      appointmentId: appointment.id,
      visitText: '11月12日 心血管内科 王建国',
      at: '2026-11-12T01:15:00.000Z',
      countsUntil: '2027-05-11T01:15:00.000Z',
      isCounted: true,
      note: '',
      appeal: null,
      mayAppealUntil: '2026-11-26T01:15:00.000Z',
    };
    const credit = {
      patientId: patient.id,
      counted: 1,
      limit: 3,
      windowDays: 180,
      suspendedUntil: null,
      events: [event],
    };
    const file = {
      id: '3f1c1f0e-0000-4000-8000-000000000202',
      name: 'ticket.jpg',
      contentType: 'image/jpeg',
      bytes: 4,
      createdAt: config.serverTime,
    };
    const appealed = {
      ...credit,
      events: [
        {
          ...event,
          appeal: { id: file.id, state: 'open' as const, at: file.createdAt, answer: '' },
        },
      ],
    };
    start(`/packages/patients/pages/credit/index?id=${patient.id}`, {
      getMyCredit: credit,
      uploadFile: file,
      appealCreditEvent: appealed,
    });
    await program.tap('有特殊情况，申诉');
    program.decisions.files = [{ name: 'ticket.jpg', content: new Uint8Array([1, 2, 3, 4]) }];
    await program.tap('添加图片');
    await program.sees('已上传');
    expect(bodyOf('uploadFile')).toEqual({ name: 'ticket.jpg', base64: 'AQIDBA==' });
    await program.type('当时是什么情况', '高铁停运，没能赶到');
    // Back on the record, the page asks again: the API then knows the appeal, too.
    api.answers.getMyCredit = appealed;
    await program.tap('提交申诉');
    await program.sees('申诉处理中');
    expect(bodyOf('appealCreditEvent')).toMatchObject({ fileIds: [file.id] });
    expect(program.problems).toEqual([]);
  });
});
