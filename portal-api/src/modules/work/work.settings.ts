import { z } from 'zod';
import { defineSetting } from '../../kernel';
import { usualOfficeTime } from './office-time';

const group = '待办';

/** A call without an answer is due again after this long. */
export const callAgainMinutes = defineSetting({
  key: 'work.callAgainMinutes',
  group,
  title: '未接通后再次拨打间隔（分钟）',
  description: '电话无人接听时，多少分钟后再次拨打',
  schema: z.int('请填写整数').min(5, '至少 5 分钟').max(1440, '最多 1440 分钟'),
  defaultValue: 60,
});

/** After so many calls without an answer the supervisor has to look at it. */
export const callAttempts = defineSetting({
  key: 'work.callAttempts',
  group,
  title: '最多拨打次数',
  description: '连续多少次无人接听后标为超时，由主管处理',
  schema: z.int('请填写整数').min(1, '至少 1 次').max(10, '最多 10 次'),
  defaultValue: 3,
});

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应为 HH:MM');

export const officeFrom = defineSetting({
  key: 'work.officeFrom',
  group,
  title: '工作时间开始',
  description: '系统安排的再次拨打和对账待办，到期时间都落在工作时间内',
  schema: time,
  defaultValue: usualOfficeTime.from,
});

export const officeUntil = defineSetting({
  key: 'work.officeUntil',
  group,
  title: '工作时间结束',
  description: '超过这个时间的顺延到第二天开始；不晚于开始时间表示全天',
  schema: time,
  defaultValue: usualOfficeTime.until,
});

export const workSettings = [callAgainMinutes, callAttempts, officeFrom, officeUntil] as const;
