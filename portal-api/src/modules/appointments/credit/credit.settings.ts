import { z } from 'zod';
import { defineSetting } from '../../../kernel';

const group = '信用规则';
const whole = z.int('请填写整数');

export const noShowGraceMinutes = defineSetting({
  key: 'credit.noShowGraceMinutes',
  group,
  title: '未到诊判定（分钟）',
  description: '班次结束后再等多少分钟，仍未签到的预约记为未到诊',
  schema: whole.min(0, '不能小于 0').max(1_440, '最多 1 天'),
  defaultValue: 30,
});

export const creditWindowDays = defineSetting({
  key: 'credit.windowDays',
  group,
  title: '爽约计算期（天）',
  description: '每次爽约在多少天内计入，到期自动不再计入',
  schema: whole.min(7, '至少 7 天').max(1_095, '最多 3 年'),
  defaultValue: 180,
});

export const creditLimit = defineSetting({
  key: 'credit.limit',
  group,
  title: '爽约次数上限',
  description: '计算期内爽约达到多少次，暂停该就诊人网上预约（按就诊人计算，与账号无关）',
  schema: whole.min(1, '至少 1 次').max(20, '最多 20 次'),
  defaultValue: 3,
});

export const suspendDays = defineSetting({
  key: 'credit.suspendDays',
  group,
  title: '暂停预约天数',
  description: '达到上限后暂停网上预约多少天',
  schema: whole.min(1, '至少 1 天').max(365, '最多 1 年'),
  defaultValue: 90,
});

export const lateCancelMinutes = defineSetting({
  key: 'credit.lateCancelMinutes',
  group,
  title: '临近取消计入（分钟）',
  description: '患者在就诊前多少分钟以内取消也计一次；0 表示不计。应大于“取消截止”才会生效',
  schema: whole.min(0, '不能小于 0').max(7 * 1_440, '最多 7 天'),
  defaultValue: 0,
});

export const appealDays = defineSetting({
  key: 'credit.appealDays',
  group,
  title: '申诉期限（天）',
  description: '记录产生后多少天内可以申诉，每条记录一次',
  schema: whole.min(1, '至少 1 天').max(180, '最多 180 天'),
  defaultValue: 15,
});

export const appealDecisionDays = defineSetting({
  key: 'credit.appealDecisionDays',
  group,
  title: '申诉处理时限（天）',
  description: '收到申诉后应在多少天内答复',
  schema: whole.min(1, '至少 1 天').max(60, '最多 60 天'),
  defaultValue: 5,
});

export const mayStaffBookSuspended = defineSetting({
  key: 'credit.mayStaffBookSuspended',
  group,
  title: '暂停期间可由医院代约',
  description: '暂停网上预约的患者是否仍可在前台或电话预约',
  schema: z.boolean('请选择是或否'),
  defaultValue: true,
});

export const creditSettings = [
  noShowGraceMinutes,
  creditWindowDays,
  creditLimit,
  suspendDays,
  lateCancelMinutes,
  appealDays,
  appealDecisionDays,
  mayStaffBookSuspended,
] as const;
