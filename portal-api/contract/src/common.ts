import { z } from 'zod';
import { hospitalConfirmations } from './wire/integration-enums';

/** Text that people type: trimmed, without control characters. */
export const text = (max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min, min === 1 ? '请填写这一项' : `至少 ${min} 个字`)
    .max(max, `最多 ${max} 个字`)
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, '含有无法识别的字符');

/** As `text`, where leaving it empty is fine. */
export const optionalText = (max: number) => text(max, 0);

export const id = z.uuid({ error: '编号不正确' });
// Calendars differ outside of this span, and PostgreSQL knows no year 0: nobody means such a day.
const isSaneYear = (value: string) => value >= '1870' && value < '2200';
export const localDate = z.iso
  .date({ error: '日期应为 YYYY-MM-DD' })
  .refine(isSaneYear, '请检查年份')
  .meta({ description: 'A day in Asia/Shanghai, YYYY-MM-DD' });
export const localTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应为 HH:MM')
  .meta({ description: 'A time of day in Asia/Shanghai, HH:MM' });
export const instant = z.iso
  .datetime({ offset: true })
  .refine(isSaneYear, '请检查年份')
  .meta({ description: 'An instant, ISO 8601 with offset' });
export const fen = z.int().min(0).max(100_000_000).meta({ description: 'Money in fen (CNY 0.01)' });
export const phone = z
  .string()
  .trim()
  .regex(/^1[3-9]\d{9}$/, '请填写 11 位手机号')
  .meta({ description: 'A mainland mobile number, 11 digits' });
export const smsCode = z
  .string()
  .trim()
  .regex(/^\d{6}$/, '请填写 6 位验证码');
export const personName = text(50).regex(/^[^\d<>{}[\]\\/]+$/, '姓名里不能有数字或符号');

/** A flag in a query string. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** Keyset paging: `cursor` is opaque and comes from the page before. */
export const pageQuery = {
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(30),
};

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

export const hospitalConfirmation = z.enum(hospitalConfirmations).nullable().meta({
  description:
    'Where the hospital owns the number: whether it has confirmed what was booked; null where it is ours',
});
