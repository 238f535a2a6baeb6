import { z } from 'zod';
import { defineSetting } from '../../kernel';

const group = '预约规则';
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应为 HH:MM');

/** Patients may book from today to this many days ahead. */
export const bookingWindowDays = defineSetting({
  key: 'booking.windowDays',
  group,
  title: '可预约天数',
  description: '患者最多可以提前多少天预约（含当天）',
  schema: z.int('请填写整数').min(1, '至少 1 天').max(60, '最多 60 天'),
  defaultValue: 14,
});

/** Without a release time of its own, a roster's places open at this hour on the first day of its window. */
export const releaseTime = defineSetting({
  key: 'booking.releaseTime',
  group,
  title: '放号时间',
  description: '新进入可预约范围的号源每天几点放出',
  schema: time,
  defaultValue: '07:00',
});

/** Patients may cancel until this many minutes before the slot begins. */
export const cancelCutoffMinutes = defineSetting({
  key: 'booking.cancelCutoffMinutes',
  group,
  title: '取消截止（分钟）',
  description: '就诊时段开始前多少分钟以内不能网上取消',
  schema: z
    .int('请填写整数')
    .min(0, '不能小于 0')
    .max(7 * 1440, '最多 7 天'),
  defaultValue: 120,
});

/** What one patient may hold only once at a time. */
export const exclusivity = defineSetting<
  'department-day' | 'doctor-day' | 'department-period' | 'slot'
>({
  key: 'booking.exclusivity',
  group,
  title: '重复预约限制',
  description:
    '同一就诊人：department-day 同科室一天一个；doctor-day 同医生一天一个；department-period 同科室半天一个；slot 同时段一个',
  schema: z.enum(['department-day', 'doctor-day', 'department-period', 'slot']),
  defaultValue: 'department-day',
});

/** How long a place waits for its payment. */
export const holdMinutes = defineSetting({
  key: 'booking.holdMinutes',
  group,
  title: '号源保留时间（分钟）',
  description: '选号后等待支付的时间，超时自动释放',
  schema: z.int('请填写整数').min(2, '至少 2 分钟').max(60, '最多 60 分钟'),
  defaultValue: 10,
});

/** Whether patients may book now and pay at the desk. */
export const isDeskPaymentAllowed = defineSetting({
  key: 'booking.isDeskPaymentAllowed',
  group,
  title: '允许到院支付',
  description: '患者网上预约时可以选择到医院前台支付',
  schema: z.boolean('请选择是或否'),
  defaultValue: true,
});

export const whatToBring = defineSetting({
  key: 'booking.whatToBring',
  group,
  title: '就诊携带物品',
  description: '显示在预约成功页和提醒里',
  schema: z.string().min(1, '请填写').max(300, '最多 300 字'),
  defaultValue: '请携带身份证件、就诊卡或医保卡，以及过往检查资料，提前 15 分钟到达。',
});

export const hospitalName = defineSetting({
  key: 'hospital.name',
  group: '医院信息',
  title: '医院名称',
  description: '显示在首页、短信和打印单上',
  schema: z.string().min(1, '请填写').max(50, '最多 50 字'),
  defaultValue: '随诊示范医院',
});

export const servicePhone = defineSetting({
  key: 'hospital.servicePhone',
  group: '医院信息',
  title: '服务电话',
  description: '患者遇到问题时拨打',
  schema: z.string().regex(/^[\d-]{3,20}$/, '请填写电话号码'),
  defaultValue: '400-000-1234',
});

export const appointmentSettings = [
  bookingWindowDays,
  releaseTime,
  cancelCutoffMinutes,
  exclusivity,
  holdMinutes,
  isDeskPaymentAllowed,
  whatToBring,
  hospitalName,
  servicePhone,
] as const;
