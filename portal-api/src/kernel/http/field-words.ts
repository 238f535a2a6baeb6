import type { z } from 'zod';

const dated: Record<string, string> = {
  date: '应为日期，如 2026-03-01',
  time: '应为时间，如 08:30',
  datetime: '应为带时区的时间，如 2026-03-01T08:30:00+08:00',
  uuid: '不是有效的编号',
  url: '应为网址',
  email: '应为邮箱地址',
};

const kinds: Record<string, string> = {
  string: '应为文字',
  number: '应为数字',
  int: '应为整数',
  boolean: '应为 true 或 false',
  array: '应为列表',
  object: '应为对象',
  record: '应为对象',
  null: '应为空',
};

const counted = (origin: string, n: unknown): string => {
  if (origin === 'string') return `${String(n)} 个字`;
  if (origin === 'array' || origin === 'set') return `${String(n)} 项`;
  return String(n);
};

/** Each way to fill a field says what it wants; one that wants several things at once says too much. */
function eitherOf(ways: readonly (readonly z.core.$ZodIssue[])[]): string {
  const words = ways.map(([first, ...more]) =>
    more.length === 0 && first?.path.length === 0 ? first.message : null,
  );
  return words.length > 0 && words.every((one) => one !== null)
    ? [...new Set(words)].join('，或')
    : '内容不正确';
}

const missing = new Set<unknown>(['invalid_type', 'invalid_value', 'invalid_union']);

/** What is wrong with a field and what to put instead, where its schema has no words of its own. */
export const fieldWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.input === undefined && missing.has(issue.code)) return '必填';
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? '格式不正确';
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return '不能为空';
      return `${issue.inclusive === false ? '应多于' : '至少为'} ${counted(issue.origin, issue.minimum)}`;
    case 'too_big':
      return `${issue.inclusive === false ? '应少于' : '最多为'} ${counted(issue.origin, issue.maximum)}`;
    case 'invalid_value':
      return `应为 ${issue.values.map(String).join('、')}${issue.values.length > 1 ? ' 之一' : ''}`;
    case 'invalid_format':
      return dated[issue.format] ?? '格式不正确';
    case 'not_multiple_of':
      return `应为 ${String(issue.divisor)} 的倍数`;
    case 'invalid_union':
      return eitherOf(issue.errors);
    case 'unrecognized_keys':
      return `没有这个字段：${issue.keys.join('、')}`;
    default:
      return '内容不正确';
  }
};
