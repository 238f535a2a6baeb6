import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';

/** The part of JSON Schema that zod writes. */
interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
}

type Defs = Record<string, JsonSchema>;

/** Values that a schema accepts, as far as JSON Schema can tell. */
export function validFor(schema: z.ZodType): Arbitrary<unknown> {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return build(json, json.$defs ?? {});
}

function build(schema: JsonSchema, defs: Defs): Arbitrary<unknown> {
  if (schema.$ref) {
    const { [schema.$ref.split('/').at(-1)!]: target, ...others } = defs;
    // Taken out of the definitions on the way in: a schema that contains itself ends in any JSON.
    return build(target ?? {}, others);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const oneOf = schema.anyOf ?? schema.oneOf;
  if (oneOf) return fc.oneof(...oneOf.map((each) => build(each, defs)));
  if (schema.allOf) return build(Object.assign({}, ...schema.allOf) as JsonSchema, defs);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, defs);
    case 'array':
      return fc.array(build(schema.items ?? {}, defs), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case 'integer':
      return fc.integer({ min: clamp(schema.minimum ?? 0), max: clamp(schema.maximum ?? 1000) });
    case 'number':
      return fc.double({
        min: clamp(schema.minimum ?? 0),
        max: clamp(schema.maximum ?? 1000),
        noNaN: true,
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return stringOf(schema);
    default:
      return fc.jsonValue();
  }
}

const clamp = (value: number) => Math.max(-1e9, Math.min(1e9, value));

function objectOf(schema: JsonSchema, defs: Defs): Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const model = Object.fromEntries(properties.map(([name, each]) => [name, build(each, defs)]));
  return fc.record(model, { requiredKeys: schema.required ?? [] });
}

function stringOf(schema: JsonSchema): Arbitrary<string> {
  switch (schema.format) {
    case 'uuid':
      return fc.uuid({ version: 4 });
    case 'date':
      return day();
    case 'date-time':
      return day().map((date) => `${date}T09:00:00+08:00`);
    default:
  }
  if (schema.pattern && !schema.pattern.includes('\\u0000')) {
    return fc.stringMatching(new RegExp(schema.pattern));
  }
  return fc.string({
    minLength: schema.minLength ?? 0,
    maxLength: Math.min(schema.maxLength ?? 40, 40),
    unit: fc.constantFrom(...'王小明ABCabc123 门诊'),
  });
}

const day = () =>
  fc
    .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

/** What nobody should send: wrong types, extremes, bytes that databases dislike, attempts at SQL and markup. */
export const junk: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    0,
    -1,
    1.5,
    1e308,
    Number.MAX_SAFE_INTEGER + 2,
    true,
    [],
    {},
    '\u0000',
    'a\u0000b',
    '\ud800',
    '💊'.repeat(300),
    '王'.repeat(5000),
    "'; drop table patient; --",
    '<script>alert(1)</script>',
    '../../etc/passwd',
    '%00',
    '0000-00-00',
    '2026-02-30',
    '9999-12-31',
    '+999999-01-01',
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '__proto__',
    { __proto__: null, constructor: 'x' },
    [[[[[]]]]],
  ),
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.integer(),
  fc.jsonValue(),
);

/** A valid value with one to three places spoilt, left out or added. */
export function spoilt(valid: Arbitrary<unknown>): Arbitrary<unknown> {
  return fc
    .tuple(valid, fc.array(fc.tuple(fc.nat(), junk, fc.nat(2)), { minLength: 1, maxLength: 3 }))
    .map(([value, faults]) => {
      const copy: unknown = structuredClone(value);
      if (typeof copy !== 'object' || copy === null) return faults[0]?.[1];
      for (const [where, what, how] of faults)
        spoil(copy as Record<string, unknown>, where, what, how);
      return copy;
    });
}

function spoil(target: Record<string, unknown>, where: number, what: unknown, how: number): void {
  const keys = Object.keys(target);
  const key = keys[where % Math.max(keys.length, 1)];
  if (how === 2 || key === undefined) {
    target[`extra${where % 7}`] = what;
    return;
  }
  const inner = target[key];
  if (how === 0) delete target[key];
  else if (inner && typeof inner === 'object' && where % 2) {
    spoil(inner as Record<string, unknown>, Math.floor(where / 2), what, how);
  } else target[key] = what;
}
