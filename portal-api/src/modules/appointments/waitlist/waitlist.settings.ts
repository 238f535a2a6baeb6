import { z } from 'zod';
import { defineSetting } from '../../../kernel';

const group = '候补规则';
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应为 HH:MM');

export const isWaitlistOpen = defineSetting({
  key: 'waitlist.isOpen',
  group,
  title: '开放候补',
  description: '约满后患者可以候补，退出来的号先给候补的人',
  schema: z.boolean('请选择是或否'),
  defaultValue: true,
});

/** How long an offer stands. */
export const offerMinutes = defineSetting({
  key: 'waitlist.offerMinutes',
  group,
  title: '候补号保留时间（分钟）',
  description: '有号后为候补的人保留多久，超时给下一位',
  schema: z.int('请填写整数').min(5, '至少 5 分钟').max(1440, '最多 24 小时'),
  defaultValue: 30,
});

/** Offers made at night: the time to answer begins in the morning. */
export const quietFrom = defineSetting({
  key: 'waitlist.quietFrom',
  group,
  title: '夜间开始',
  description: '从这个时间到夜间结束，保留时间不计；与夜间结束相同表示没有夜间',
  schema: time,
  defaultValue: '22:00',
});

export const quietUntil = defineSetting({
  key: 'waitlist.quietUntil',
  group,
  title: '夜间结束',
  description: '夜里有号的，从这个时间开始计算保留时间',
  schema: time,
  defaultValue: '07:00',
});

/** From here to the slot's beginning a free place is anybody's. */
export const waitlistCutoffMinutes = defineSetting({
  key: 'waitlist.cutoffMinutes',
  group,
  title: '候补截止（分钟）',
  description: '就诊时段开始前多少分钟不再候补，退出来的号直接放出',
  schema: z
    .int('请填写整数')
    .min(0, '不能小于 0')
    .max(7 * 1440, '最多 7 天'),
  defaultValue: 60,
});

export const waitlistLimit = defineSetting({
  key: 'waitlist.perPatient',
  group,
  title: '同时候补数',
  description: '同一就诊人最多同时候补几个',
  schema: z.int('请填写整数').min(1, '至少 1 个').max(20, '最多 20 个'),
  defaultValue: 3,
});

/** Who does not answer holds up those behind. Passing an offer on is an answer. */
export const missedOfferLimit = defineSetting({
  key: 'waitlist.missedOfferLimit',
  group,
  title: '连续错过几次结束候补',
  description: '连续这么多次有号却没有答复的，候补自动结束并通知患者；0 表示不限',
  schema: z.int('请填写整数').min(0, '不能小于 0').max(20, '最多 20 次'),
  defaultValue: 3,
});

export const waitlistSettings = [
  isWaitlistOpen,
  offerMinutes,
  quietFrom,
  quietUntil,
  waitlistCutoffMinutes,
  waitlistLimit,
  missedOfferLimit,
] as const;
