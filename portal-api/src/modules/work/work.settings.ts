import { z } from 'zod';
import { defineSetting } from '../../kernel';

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

export const workSettings = [callAgainMinutes, callAttempts] as const;
