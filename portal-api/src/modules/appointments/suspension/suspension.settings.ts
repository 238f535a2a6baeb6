import { z } from 'zod';
import { defineSetting } from '../../../kernel';

const group = '停诊规则';

/** Whoever has not answered so many hours before the clinic is cancelled and refunded. */
export const answerHoursBefore = defineSetting({
  key: 'suspension.answerHoursBefore',
  group,
  title: '停诊答复截止（小时）',
  description: '患者应在原出诊开始前多少小时答复，逾期自动取消并退费',
  schema: z.int('请填写整数').min(0, '不能小于 0').max(168, '最多 168 小时'),
  defaultValue: 12,
});

/** A clinic that was to begin soon: so long has a patient to answer in any case. */
export const answerMinutesAtLeast = defineSetting({
  key: 'suspension.answerMinutesAtLeast',
  group,
  title: '最短答复时间（分钟）',
  description: '临时停诊时，至少给患者多少分钟答复',
  schema: z.int('请填写整数').min(10, '至少 10 分钟').max(1440, '最多 1440 分钟'),
  defaultValue: 120,
});

/** Alternatives lie within so many days of the visit. */
export const alternativeDays = defineSetting({
  key: 'suspension.alternativeDays',
  group,
  title: '改约推荐天数',
  description: '停诊后推荐前后多少天内的号源，先同一医生，再同一科室',
  schema: z.int('请填写整数').min(1, '至少 1 天').max(30, '最多 30 天'),
  defaultValue: 7,
});

export const alternativesAtMost = defineSetting({
  key: 'suspension.alternativesAtMost',
  group,
  title: '改约推荐数量',
  description: '停诊后最多推荐多少个时段',
  schema: z.int('请填写整数').min(1, '至少 1 个').max(20, '最多 20 个'),
  defaultValue: 6,
});

/** A message without a receipt for so long has reached nobody: somebody calls. */
export const receiptMinutes = defineSetting({
  key: 'suspension.receiptMinutes',
  group,
  title: '等待送达回执（分钟）',
  description: '停诊通知发出后多少分钟没有送达回执，转为电话通知',
  schema: z.int('请填写整数').min(5, '至少 5 分钟').max(1440, '最多 1440 分钟'),
  defaultValue: 30,
});

/** How often staff may tell those who have not answered once more. */
export const remindMinutes = defineSetting({
  key: 'suspension.remindMinutes',
  group,
  title: '再次通知间隔（分钟）',
  description: '同一位患者两次停诊通知之间至少间隔多少分钟',
  schema: z.int('请填写整数').min(10, '至少 10 分钟').max(1440, '最多 1440 分钟'),
  defaultValue: 60,
});

export const suspensionSettings = [
  answerHoursBefore,
  answerMinutesAtLeast,
  alternativeDays,
  alternativesAtMost,
  receiptMinutes,
  remindMinutes,
] as const;
