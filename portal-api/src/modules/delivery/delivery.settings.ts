import { z } from 'zod';
import { defineSetting } from '../../kernel';

/** Long enough to answer a complaint about a message that did not come. */
export const messagesKeptDays = defineSetting({
  key: 'delivery.keptDays',
  group: '消息发送',
  title: '发送记录保留天数',
  description:
    '短信和邮件的发送记录（号码与内容均加密）保留多少天，到期自动删除；待发送和待处理的不删',
  schema: z.int('请填写整数').min(30, '至少 30 天').max(3650, '最多 10 年'),
  defaultValue: 365,
});

export const deliverySettings = [messagesKeptDays] as const;
