import { expect, it } from 'vitest';
import { namedSql } from './named-sql';

it('numbers names in the order they appear, once each, and leaves casts alone', () => {
  const sql = namedSql(`select :b, x::text, :a from t where y = :b`, {
    a: 'int',
    b: 'uuid',
    c: 'text',
  });
  expect(sql.text).toBe(`select $1::uuid, x::text, $2::int from t where y = $1::uuid`);
  expect(sql.values({ a: 1, b: 'u', c: 'unused' })).toEqual(['u', 1]);
});

it('refuses a name nobody declared', () => {
  expect(() => namedSql(`select :who`, {})).toThrow(':who has no type');
});
