import { z } from 'zod';
import { defineSetting } from '../../../kernel';

const group = '系统对接';
const whole = z.int('请填写整数');

export const overlapMinutes = defineSetting({
  key: 'integration.overlapMinutes',
  group,
  title: '重叠读取（分钟）',
  description: '每次从上次读到的时间往前多少分钟读起，补上迟写入的记录；重复的自动去除',
  schema: whole.min(1, '至少 1 分钟').max(1_440, '最多 1 天'),
  defaultValue: 10,
});

export const pollSeconds = defineSetting({
  key: 'integration.pollSeconds',
  group,
  title: '读取间隔（秒）',
  description: '每隔多少秒向医院系统读取一次；系统无应答时逐次放慢，最慢为 10 倍',
  schema: whole.min(5, '至少 5 秒').max(3_600, '最多 1 小时'),
  defaultValue: 30,
});

export const fullCompareHour = defineSetting({
  key: 'integration.fullCompareHour',
  group,
  title: '全量比对时刻（点）',
  description: '每天几点起与医院系统逐条比对一次，补上遗漏',
  schema: whole.min(0, '0–23').max(23, '0–23'),
  defaultValue: 3,
});

export const integrationSettings = [overlapMinutes, pollSeconds, fullCompareHour] as const;
