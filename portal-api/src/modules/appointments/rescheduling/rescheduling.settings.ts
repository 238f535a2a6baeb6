import { z } from 'zod';
import { defineSetting } from '../../../kernel';

const group = '改约规则';

/** So often may a patient move one visit. */
export const moveLimit = defineSetting({
  key: 'reschedule.limit',
  group,
  title: '改约次数',
  description: '同一个预约患者最多可以自己改几次，0 表示不允许',
  schema: z.int('请填写整数').min(0, '不能小于 0').max(10, '最多 10 次'),
  defaultValue: 2,
});

/** Patients may move a visit until this many minutes before it begins. */
export const moveCutoffMinutes = defineSetting({
  key: 'reschedule.cutoffMinutes',
  group,
  title: '改约截止（分钟）',
  description: '就诊时段开始前多少分钟以内不能网上改约',
  schema: z
    .int('请填写整数')
    .min(0, '不能小于 0')
    .max(7 * 1440, '最多 7 天'),
  defaultValue: 120,
});

/** How far a patient may move: the same doctor, department or branch. */
export const moveWithin = defineSetting<'doctor' | 'department' | 'branch'>({
  key: 'reschedule.within',
  group,
  title: '改约范围',
  description: 'doctor 同一医生；department 同一科室；branch 同一院区',
  schema: z.enum(['doctor', 'department', 'branch']),
  defaultValue: 'department',
});

export const reschedulingSettings = [moveLimit, moveCutoffMinutes, moveWithin] as const;
