import { z } from 'zod';
import { type Fields, fieldsOf, itemFields, type ViewKind, viewKinds } from './fields';

/** Postgres cuts longer names off, so none is meant. */
const name = z.string().trim().min(1, '名称不能为空').max(63, '名称最长 63 个字');

const viewName = z
  .string()
  .trim()
  .regex(/^[^."]{1,63}(\.[^."]{1,63})?$/, '写作 视图名 或 模式名.视图名');

/** A column, a column whose codes lead to our words, or the same for every row. */
const Column = z.union(
  [
    name,
    z.strictObject({ column: name, codes: z.record(z.string(), z.string()).optional() }),
    z.strictObject({ constant: z.string().max(200) }),
  ],
  { error: '写作列名、{"column":…,"codes":{…}} 或 {"constant":…}' },
);
export type Column = z.output<typeof Column>;
export type Columns = Record<string, Column>;

function columnsOf(fields: Fields) {
  return z.record(z.string(), Column).superRefine((columns, context) => {
    const say = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message });
    for (const field of Object.keys(columns)) {
      if (!fields[field])
        say(field, `没有“${field}”这一项，可用的有 ${Object.keys(fields).join('、')}`);
    }
    for (const [field, { isRequired, values }] of Object.entries(fields)) {
      const column = columns[field];
      if (isRequired && column === undefined) say(field, '必填，没有写是哪一列');
      if (!values || column === undefined || typeof column === 'string') continue;
      const written = 'constant' in column ? [column.constant] : Object.values(column.codes ?? {});
      const wrong = written.filter((value) => !values.includes(value));
      if (wrong.length > 0) {
        say(field, `“${wrong.join('”“')}”不是可用的值，可用的有 ${values.join('、')}`);
      }
    }
  });
}

const Items = z.strictObject({
  view: viewName,
  reportId: name.describe('Column with the id of the report'),
  position: name.optional().describe('Column by which lines are put in order'),
  changedAt: name.optional().describe('Column with the time of change of a line, if there is one'),
  columns: columnsOf(itemFields),
});

const viewOf = (kind: ViewKind) =>
  z.strictObject({
    view: viewName,
    id: name,
    changedAt: name.describe('Column with the time of the last change: what is read is told by it'),
    columns: columnsOf(fieldsOf[kind]),
    items: (kind === 'report' ? Items : z.never({ error: '只有报告有明细' })).optional(),
  });

export interface ViewMapping {
  view: string;
  id: string;
  changedAt: string;
  columns: Columns;
  items?: z.output<typeof Items> | undefined;
}

const Mapping = z.strictObject({
  zone: z
    .string()
    .default('Asia/Shanghai')
    .refine(isZone, '不是时区名称，例如 Asia/Shanghai')
    .describe('Zone of times that are written without one'),
  views: z
    .strictObject(
      Object.fromEntries(
        viewKinds.map((kind): [ViewKind, z.ZodOptional<z.ZodType<ViewMapping>>] => [
          kind,
          viewOf(kind).optional(),
        ]),
      ) as Record<ViewKind, z.ZodOptional<z.ZodType<ViewMapping>>>,
    )
    .refine((views) => Object.keys(views).length > 0, '至少对应一个视图'),
});
export interface Mapping {
  zone: string;
  views: Partial<Record<ViewKind, ViewMapping | undefined>>;
}

/** What is wrong with a mapping, place by place, in Chinese. */
export class MappingError extends Error {
  override readonly name = 'MappingError';

  constructor(readonly problems: readonly string[]) {
    super(`视图对照表有误：${problems.join('；')}`);
  }
}

/** @throws MappingError */
export function readMapping(text: string): Mapping {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MappingError(['不是 JSON']);
  }
  const read = Mapping.safeParse(value);
  if (read.success) return read.data;
  throw new MappingError(
    read.error.issues.slice(0, 20).map((issue) => {
      const place = issue.path.join('.');
      return place ? `${place}：${wordsOf(issue)}` : wordsOf(issue);
    }),
  );
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `没有“${issue.keys.join('”“')}”这一项`;
  if (issue.code === 'invalid_type' && issue.expected !== 'never') return '没有写，或者类型不对';
  return issue.message;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('sv', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Columns that a mapping asks a view for, each once. */
export function columnNames(columns: Columns): string[] {
  const names = Object.values(columns).flatMap((column) =>
    typeof column === 'string' ? [column] : 'column' in column ? [column.column] : [],
  );
  return [...new Set(names)];
}
