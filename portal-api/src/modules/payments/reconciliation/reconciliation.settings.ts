import { z } from 'zod';
import { defineSetting } from '../../../kernel';

const group = '对账规则';

export const billTime = defineSetting({
  key: 'reconciliation.billTime',
  group,
  title: '每日对账时间',
  description: '几点起下载前一天的微信支付账单；微信 9 点开始生成，建议 10:00 以后',
  schema: z.string().regex(/^(09|1\d|2[0-3]):[0-5]\d$/, '时间应为 09:00 至 23:59'),
  defaultValue: '10:00',
});

export const crossDayMinutes = defineSetting({
  key: 'reconciliation.crossDayMinutes',
  group,
  title: '跨日判定（分钟）',
  description: '零点前多少分钟内的交易，账单未列出时先按跨日处理，等次日账单',
  schema: z.int('请填写整数').min(0, '不能小于 0').max(240, '最多 240 分钟'),
  defaultValue: 30,
});

export const reconciliationSettings = [billTime, crossDayMinutes] as const;
