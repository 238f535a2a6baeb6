import { expect, it } from 'vitest';
import { z } from 'zod';
import { fieldWords } from './field-words';

const schema = z.strictObject({
  state: z.enum(['open', 'closed']),
  only: z.literal('desk'),
  name: z.string().min(1).max(3),
  code: z.string().min(4),
  amountFen: z.int().min(0).max(500),
  date: z.iso.date(),
  id: z.uuid(),
  way: z.union([z.literal('a'), z.literal('b')]),
  wish: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('slot'), id: z.string() }),
    z.object({ kind: z.literal('day'), date: z.string() }),
  ]),
  either: z.union([z.object({ id: z.string() }), z.object({ date: z.string() })]),
  items: z.array(z.string()).min(1).max(2),
  isOpen: z.boolean(),
  own: z.string('请填写来源'),
});

const good = {
  state: 'open',
  only: 'desk',
  name: '张',
  code: '1234',
  amountFen: 5,
  date: '2026-03-01',
  id: '0190f000-0000-7000-8000-00000000000a',
  way: 'a',
  wish: { kind: 'day', date: '2026-03-01' },
  either: { id: '7' },
  items: ['x'],
  isOpen: true,
  own: 'x',
};

const wordsOf = (changes: object) =>
  schema
    .safeParse({ ...good, ...changes }, { error: fieldWords })
    .error?.issues.map(({ message }) => message);

it.each([
  [{}, undefined],
  [{ state: 'shut' }, ['应为 open、closed 之一']],
  [{ only: 'phone' }, ['应为 desk']],
  [{ name: undefined }, ['必填']],
  [{ name: '' }, ['不能为空']],
  [{ name: '司马相如' }, ['最多为 3 个字']],
  [{ name: 5 }, ['应为文字']],
  [{ code: '1' }, ['至少为 4 个字']],
  [{ amountFen: -1 }, ['至少为 0']],
  [{ amountFen: 501 }, ['最多为 500']],
  [{ amountFen: 1.5 }, ['应为整数']],
  [{ amountFen: '5' }, ['应为数字']],
  [{ date: '2026-02-30' }, ['应为日期，如 2026-03-01']],
  [{ id: '7' }, ['不是有效的编号']],
  [{ state: undefined }, ['必填']],
  [{ way: undefined }, ['必填']],
  [{ way: 'c' }, ['应为 a，或应为 b']],
  [{ wish: { kind: 'other' } }, ['内容不正确']],
  [{ wish: undefined }, ['必填']],
  [{ either: 'x' }, ['应为对象']],
  [{ either: {} }, ['内容不正确']],
  [{ items: [] }, ['至少为 1 项']],
  [{ items: ['a', 'b', 'c'] }, ['最多为 2 项']],
  [{ isOpen: 'yes' }, ['应为 true 或 false']],
  [{ own: 5 }, ['请填写来源']],
  [{ more: 1 }, ['没有这个字段：more']],
])('%j', (changes, words) => {
  expect(wordsOf(changes)).toEqual(words);
});
