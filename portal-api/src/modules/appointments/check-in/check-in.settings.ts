import { z } from 'zod';
import { defineSetting } from '../../../kernel';

const group = '签到规则';
const whole = z.int('请填写整数').min(0, '不能小于 0');

/** Check-in opens this many minutes before one's own slot. */
export const checkInOpensMinutes = defineSetting({
  key: 'checkIn.opensMinutes',
  group,
  title: '提前签到（分钟）',
  description: '就诊时段开始前多少分钟可以签到',
  schema: whole.max(480, '最多 8 小时'),
  defaultValue: 60,
});

/** Who comes later than this after the end of the own slot waits behind some of the others. */
export const checkInLateMinutes = defineSetting({
  key: 'checkIn.lateMinutes',
  group,
  title: '迟到时限（分钟）',
  description: '就诊时段结束多少分钟后签到算迟到；迟到仍可签到，排在若干位候诊患者之后',
  schema: whole.max(240, '最多 4 小时'),
  defaultValue: 15,
});

/** Who is late goes behind as many of those who wait. */
export const lateGoesBehind = defineSetting({
  key: 'checkIn.lateGoesBehind',
  group,
  title: '迟到后排在几位之后',
  description: '迟到签到时排在当前候诊的多少位患者之后，0 表示不往后排',
  schema: whole.max(50, '最多 50 位'),
  defaultValue: 3,
});

/** Patients check in by themselves until then; the desk can later. Nobody is shut out within the own slot. */
export const checkInClosesMinutes = defineSetting({
  key: 'checkIn.closesMinutes',
  group,
  title: '签到截止（分钟）',
  description: '门诊结束前多少分钟停止自助签到，之后请到前台；本人就诊时段内始终可以签到',
  schema: whole.max(240, '最多 4 小时'),
  defaultValue: 15,
});

export const isPositionAllowed = defineSetting({
  key: 'checkIn.isPositionAllowed',
  group,
  title: '允许定位签到',
  description: '患者可以用手机定位签到；需要在院区资料中填写经纬度',
  schema: z.boolean('请选择是或否'),
  defaultValue: true,
});

export const checkInRadiusMetres = defineSetting({
  key: 'checkIn.radiusMetres',
  group,
  title: '定位签到范围（米）',
  description: '离院区多少米以内可以定位签到',
  schema: z.int('请填写整数').min(50, '至少 50 米').max(5000, '最多 5000 米'),
  defaultValue: 500,
});

export const isPaymentRequiredFirst = defineSetting({
  key: 'checkIn.isPaymentRequiredFirst',
  group,
  title: '先缴费后签到',
  description: '挂号费没有缴清时不能签到',
  schema: z.boolean('请选择是或否'),
  defaultValue: true,
});

export const checkInSettings = [
  checkInOpensMinutes,
  checkInLateMinutes,
  lateGoesBehind,
  checkInClosesMinutes,
  isPositionAllowed,
  checkInRadiusMetres,
  isPaymentRequiredFirst,
] as const;
