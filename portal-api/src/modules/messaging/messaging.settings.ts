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

export const messagingSettings = [reminderTime] as const;
