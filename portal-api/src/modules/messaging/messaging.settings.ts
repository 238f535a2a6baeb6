import { z } from 'zod';
import { defineSetting } from '../../kernel';

export const reminderTime = defineSetting({
  key: 'messages.reminderTime',
  group: '消息提醒',
  title: '就诊前一天提醒时间',
  description: '每天几点提醒第二天就诊的患者',
  schema: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应为 HH:MM'),
  defaultValue: '18:00',
});

/** The message in the app goes out in any case. */
export const isCreditMarkSentBySms = defineSetting({
  key: 'messages.creditMarkBySms',
  group: '消息提醒',
  title: '信用记录发送短信',
  description: '员工手工记录或临近就诊取消被记录时，除站内消息外是否再发短信',
  schema: z.boolean('请选择是或否'),
  defaultValue: true,
});

export const messagingSettings = [reminderTime, isCreditMarkSentBySms] as const;
