import { z } from 'zod';
import { defineSetting } from '../../../kernel';

const group = '候诊叫号';
const whole = z.int('请填写整数').min(0, '不能小于 0');

/** Who was passed over and is back goes behind as many of those who wait. */
export const passedGoesBehind = defineSetting({
  key: 'queue.passedGoesBehind',
  group,
  title: '过号后排在几位之后',
  description: '过号患者回来后排在当前候诊的多少位患者之后，0 表示不往后排',
  schema: whole.max(50, '最多 50 位'),
  defaultValue: 2,
});

/** Patients are told when so many or fewer go before them. */
export const tellWhenAhead = defineSetting({
  key: 'queue.tellWhenAhead',
  group,
  title: '快到号提醒（位）',
  description: '前面还有多少位时提醒患者，0 表示不提醒',
  schema: whole.max(20, '最多 20 位'),
  defaultValue: 3,
});

/** Calls are always seen in the app; an SMS costs money and may come late. */
export const isCallSentBySms = defineSetting({
  key: 'queue.isCallSentBySms',
  group,
  title: '叫号时发短信',
  description: '叫到号时除了站内消息，同时给患者发短信',
  schema: z.boolean('请选择是或否'),
  defaultValue: false,
});

/** How many names of those who come next a board shows. */
export const boardShowsNext = defineSetting({
  key: 'queue.boardShowsNext',
  group,
  title: '大屏显示候诊人数',
  description: '候诊大屏上每个诊室显示接下来的几位患者',
  schema: z.int('请填写整数').min(1, '至少 1 位').max(10, '最多 10 位'),
  defaultValue: 3,
});

export const queueSettings = [
  passedGoesBehind,
  tellWhenAhead,
  isCallSentBySms,
  boardShowsNext,
] as const;
