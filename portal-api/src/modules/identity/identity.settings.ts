import { z } from 'zod';
import { defineSetting } from '../../kernel';

const group = '登录与安全';
const whole = z.int('请填写整数');

export const staffIdleMinutes = defineSetting({
  key: 'staff.idleMinutes',
  group,
  title: '工作台无操作退出（分钟）',
  description: '员工在工作台多久没有操作就自动退出登录',
  schema: whole.min(5, '至少 5 分钟').max(240, '最多 240 分钟'),
  defaultValue: 30,
});

export const lockoutFailures = defineSetting({
  key: 'staff.lockoutFailures',
  group,
  title: '锁定前允许的失败次数',
  description: '员工连续输错多少次密码或动态码后锁定账号',
  schema: whole.min(3, '至少 3 次').max(10, '最多 10 次'),
  defaultValue: 5,
});

export const lockoutMinutes = defineSetting({
  key: 'staff.lockoutMinutes',
  group,
  title: '锁定时间（分钟）',
  description: '账号锁定多久后可以再次尝试登录',
  schema: whole.min(5, '至少 5 分钟').max(1440, '最多 24 小时'),
  defaultValue: 15,
});

export const passwordMinLength = defineSetting({
  key: 'staff.passwordMinLength',
  group,
  title: '密码最少位数',
  description: '员工设置新密码时的最少位数，已有密码不受影响',
  schema: whole.min(10, '至少 10 位').max(32, '最多 32 位'),
  defaultValue: 10,
});

/**
 * Ninety days because 等级保护 2.0 (GB/T 22239, 8.1.4.1) asks for passwords that are changed regularly and
 * its assessors look for this number. NIST SP 800-63B advises against it: a hospital that is not assessed
 * sets 0.
 */
export const passwordMaxAgeDays = defineSetting({
  key: 'staff.passwordMaxAgeDays',
  group,
  title: '密码有效期（天）',
  description: '密码使用多少天后，下次登录时必须修改；填 0 表示不要求。等级保护测评一般要求 90 天',
  schema: whole
    .min(0, '不能小于 0')
    .max(730, '最多 730 天')
    .refine((days) => days === 0 || days >= 30, '填 0，或至少 30 天'),
  defaultValue: 90,
});

/** Runs on real time, as sessions do. */
export const stepUpMinutes = defineSetting({
  key: 'records.stepUpMinutes',
  group,
  title: '查看报告验证有效期（分钟）',
  description: '患者用手机验证码确认本人后，多少分钟内打开报告和健康档案不再验证；换设备需重新验证',
  schema: whole.min(5, '至少 5 分钟').max(720, '最多 12 小时'),
  defaultValue: 30,
});

export const identitySettings = [
  staffIdleMinutes,
  lockoutFailures,
  lockoutMinutes,
  passwordMinLength,
  passwordMaxAgeDays,
  stepUpMinutes,
] as const;
