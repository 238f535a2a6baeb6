import type { Item } from '@/shared/api/client';

export type Setting = Item<'listSettings'>;
export type Json = Setting['value'];

/** The part of JSON Schema that settings are described with. */
export interface ValueSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  enum?: Json[];
  const?: Json;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  items?: ValueSchema;
  properties?: Record<string, ValueSchema>;
  anyOf?: ValueSchema[];
}

export type EditorKind =
  | 'switch'
  | 'number'
  | 'choice'
  | 'choices'
  | 'words'
  | 'numbers'
  | 'time'
  | 'text'
  | 'long-text'
  | 'group'
  | 'optional'
  | 'json';

export function schemaOf({ schema }: Setting): ValueSchema {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? schema : {};
}

const LONG_TEXT = 80;

/** Which editor a value wants; what is not known is edited as JSON rather than not at all. */
export function editorFor(schema: ValueSchema): EditorKind {
  if (optionalPart(schema)) return 'optional';
  if (schema.enum) return 'choice';
  switch (schema.type) {
    case 'boolean':
      return 'switch';
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
      if (isTimePattern(schema.pattern)) return 'time';
      return (schema.maxLength ?? 0) > LONG_TEXT ? 'long-text' : 'text';
    case 'object':
      return schema.properties ? 'group' : 'json';
    case 'array':
      return arrayEditor(schema.items ?? {});
    case undefined:
    default:
      return 'json';
  }
}

function arrayEditor(items: ValueSchema): EditorKind {
  if (items.enum) return 'choices';
  if (items.type === 'string') return 'words';
  return items.type === 'integer' || items.type === 'number' ? 'numbers' : 'json';
}

/** The schema beside null, when a value may be left open. */
export function optionalPart(schema: ValueSchema): ValueSchema | undefined {
  const parts = schema.anyOf ?? [];
  if (parts.length !== 2 || !parts.some((part) => part.type === 'null')) return undefined;
  return parts.find((part) => part.type !== 'null');
}

function isTimePattern(pattern: string | undefined): boolean {
  if (pattern === undefined) return false;
  const time = new RegExp(pattern);
  return time.test('07:00') && time.test('23:59') && !time.test('24:00') && !time.test('700');
}

const refuseNumber = (schema: ValueSchema, value: number): string | undefined => {
  if (schema.type === 'integer' && !Number.isInteger(value)) return '请填写整数';
  if (schema.minimum !== undefined && value < schema.minimum) return `不能小于 ${schema.minimum}`;
  // zod writes the largest safe integer where there is no real limit.
  if (schema.maximum !== undefined && value > schema.maximum) return `不能大于 ${schema.maximum}`;
  return undefined;
};

const refuseText = (schema: ValueSchema, value: string): string | undefined => {
  const length = [...value.trim()].length;
  if (length < (schema.minLength ?? 0))
    return length === 0 ? '请填写' : `至少 ${schema.minLength} 个字`;
  if (schema.maxLength !== undefined && length > schema.maxLength) {
    return `最多 ${schema.maxLength} 个字`;
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) return '格式不正确';
  return undefined;
};

/** What is wrong with a value, or undefined. The server has the last word. */
export function problemOf(schema: ValueSchema, value: Json | undefined): string | undefined {
  const inner = optionalPart(schema);
  if (inner) return value === null ? undefined : problemOf(inner, value);
  if (value === undefined || value === null) return '请填写';
  if (typeof value === 'number') return refuseNumber(schema, value);
  if (typeof value === 'string' && !schema.enum) return refuseText(schema, value);
  if (Array.isArray(value)) return refuseList(schema, value);
  if (typeof value === 'object') return refuseGroup(schema, value);
  return undefined;
}

function refuseList(schema: ValueSchema, value: Json[]): string | undefined {
  if (value.length < (schema.minItems ?? 0)) return `至少 ${schema.minItems} 项`;
  if (schema.maxItems !== undefined && value.length > schema.maxItems) {
    return `最多 ${schema.maxItems} 项`;
  }
  return value.map((one) => problemOf(schema.items ?? {}, one)).find(Boolean);
}

function refuseGroup(schema: ValueSchema, value: Record<string, Json>): string | undefined {
  for (const [name, part] of Object.entries(schema.properties ?? {})) {
    const problem = problemOf(part, value[name]);
    if (problem !== undefined) return `${part.title ?? part.description ?? name}:${problem}`;
  }
  return undefined;
}

/**
 * The words of a choice. Settings explain their values as "value 词；value 词", after a colon;
 * people should read the words, so they are taken from there.
 */
export function choiceWords(setting: Setting, values: readonly Json[]): Record<string, string> {
  return Object.fromEntries(
    values.map(textOf).map((value) => {
      const at = setting.description.indexOf(`${value} `);
      const rest = at < 0 ? '' : setting.description.slice(at + value.length + 1);
      const words = /^[^；;,，。]+/.exec(rest)?.[0];
      return [value, words?.trim() ?? value];
    }),
  );
}

/** The explanation without the list of values that the choices already say. */
export function explanationOf(setting: Setting): string {
  const [first] = choicesOf(schemaOf(setting));
  const at = first === undefined ? -1 : setting.description.indexOf(`${textOf(first)} `);
  return at < 0 ? setting.description : setting.description.slice(0, at).replace(/[：:\s]+$/, '');
}

/** A plain value as text; what is not plain as JSON. */
export const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

export const choicesOf = (schema: ValueSchema): Json[] =>
  schema.enum ?? schema.items?.enum ?? optionalPart(schema)?.enum ?? [];

/** A value as people read it. */
export function wordsOf(setting: Setting, value: Json): string {
  const words = choiceWords(setting, choicesOf(schemaOf(setting)));
  const one = (part: Json): string => {
    if (part === null) return '不限';
    if (typeof part === 'boolean') return part ? '是' : '否';
    if (Array.isArray(part)) return part.length === 0 ? '无' : part.map(one).join('、');
    if (typeof part === 'object') {
      const names = schemaOf(setting).properties ?? {};
      return Object.entries(part)
        .map(
          ([key, inner]) => `${names[key]?.title ?? names[key]?.description ?? key} ${one(inner)}`,
        )
        .join(',');
    }
    return words[textOf(part)] ?? textOf(part);
  };
  return one(value);
}
