import { z } from 'zod';
import { defineSetting } from '../../../kernel';
import { usualLimits, type Bound, type DefaultLimits } from './vital.defaults';
import { kindRules } from './vital.rules';

const group = '健康档案';
const whole = z.int('请填写整数');

const limit = (title: string, { min, max }: { min: number; max: number }) =>
  z
    .number('请填写数字')
    .min(min, `不能小于 ${min}`)
    .max(max, `不能大于 ${max}`)
    .nullable()
    .meta({ title });

const { range: pressure } = kindRules['blood-pressure'];
const { range: glucose } = kindRules.glucose;
const { range: heartRate } = kindRules['heart-rate'];
const { range: temperature } = kindRules.temperature;
const diastolic = { min: 20, max: 200 };

export const defaultLimits = defineSetting<DefaultLimits>({
  key: 'vitals.limits',
  group,
  title: '体征提醒范围',
  description:
    '患者没有设置个人范围时，超出即提醒患者和医院；留空表示不提醒。血压和心率的范围只用于 14 岁及以上',
  schema: z
    .object({
      systolicLow: limit('高压下限 mmHg', pressure),
      systolicHigh: limit('高压上限 mmHg', pressure),
      diastolicLow: limit('低压下限 mmHg', diastolic),
      diastolicHigh: limit('低压上限 mmHg', diastolic),
      glucoseLow: limit('血糖下限 mmol/L', glucose),
      glucoseHigh: limit('血糖上限 mmol/L', glucose),
      heartRateLow: limit('心率下限 次/分', heartRate),
      heartRateHigh: limit('心率上限 次/分', heartRate),
      temperatureLow: limit('体温下限 ℃', temperature),
      temperatureHigh: limit('体温上限 ℃', temperature),
    })
    .refine(
      (all) => pairsOf(all).every(([low, high]) => low === null || high === null || low < high),
      {
        message: '每一项的上限应大于下限',
      },
    ),
  defaultValue: usualLimits,
});

function pairsOf(all: DefaultLimits): [low: Bound, high: Bound][] {
  return [
    [all.systolicLow, all.systolicHigh],
    [all.diastolicLow, all.diastolicHigh],
    [all.glucoseLow, all.glucoseHigh],
    [all.heartRateLow, all.heartRateHigh],
    [all.temperatureLow, all.temperatureHigh],
  ];
}

export const alarmQuietMinutes = defineSetting({
  key: 'vitals.alarmQuietMinutes',
  group,
  title: '体征重复提醒间隔（分钟）',
  description: '同一患者同一项目在这段时间内不重复提醒，明显加重时除外',
  schema: whole.min(0, '不能小于 0').max(1_440, '最多 1 天'),
  defaultValue: 30,
});

export const alarmMinutes = defineSetting({
  key: 'vitals.alarmMinutes',
  group,
  title: '体征提醒处理时限（分钟）',
  description: '科室在这段时间内没有人处理，提醒上升到院区',
  schema: whole.min(1, '至少 1 分钟').max(1_440, '最多 1 天'),
  defaultValue: 30,
});

export const vitalSettings = [defaultLimits, alarmQuietMinutes, alarmMinutes] as const;
