import { describe, expect, it } from 'vitest';
import { changesOf } from './correction-notes';
import { assembleTrend } from './trends';

type Point = Parameters<typeof assembleTrend>[1][number];

const point = (day: number, over: Partial<Point> = {}): Point => ({
  report_id: `r${day}`,
  effective_at: new Date(Date.UTC(2026, 0, day)),
  name: '血清钾',
  value: '4.1',
  number: 4.1,
  unit: 'mmol/L',
  flag: 'N',
  range_low: 3.5,
  range_high: 5.3,
  ...over,
});

describe('a trend', () => {
  it('runs from old to new, in the unit of the newest number', () => {
    const { unit, points, leftOut, name } = assembleTrend('K', [
      point(9, { value: '溶血', number: null, unit: '' }),
      point(8, { name: '钾' }),
      point(5, { unit: 'mg/L' }),
      point(3),
    ]);
    expect([unit, name, leftOut]).toEqual(['mmol/L', '血清钾', 2]);
    expect(points.map(({ reportId }) => reportId)).toEqual(['r3', 'r8']);
  });

  it('of words alone has no points', () => {
    const trend = assembleTrend('HBsAg', [point(2, { number: null, value: '阴性', unit: '' })]);
    expect(trend).toMatchObject({ unit: '', points: [], leftOut: 1 });
  });
});

describe('what a correction changed', () => {
  type Before = Parameters<typeof changesOf>[0];
  type After = Parameters<typeof changesOf>[1];
  const item = (code: string, value: string, over: Record<string, unknown> = {}) => ({
    code,
    name: `项目${code}`,
    value,
    unit: 'g',
    rangeText: '1-2',
    flag: 'N',
    ...over,
  });
  const report = (items: unknown[], over: Record<string, string> = {}) => ({
    items,
    findings: '',
    conclusion: '',
    ...over,
  });
  const told = (before: object, after: object) => changesOf(before as Before, after as After);

  it('is told item by item, whatever their order', () => {
    const before = report([item('A', '1'), item('B', '2'), item('C', '3')]);
    const after = report([item('C', '3'), item('A', '9'), item('D', '4')], { conclusion: '复查' });
    expect(told(before, after)).toEqual([
      '项目A由 1 g 改为 9 g',
      '新增项目D',
      '删除项目B',
      '结论已修改',
    ]);
  });

  it('names a changed range without a value', () => {
    expect(told(report([item('A', '1')]), report([item('A', '1', { flag: 'H' })]))).toEqual([
      '项目A的参考范围或提示已修改',
    ]);
    expect(told(report([item('A', '1')]), report([item('A', '1')]))).toEqual([]);
  });

  it('is cut where it would fill the page', () => {
    const many = (value: string) => report([...'ABCDEFGH'].map((code) => item(code, value)));
    const changes = told(many('1'), many('2'));
    expect(changes).toHaveLength(6);
    expect(changes.at(-1)).toBe('另有 3 处修改');
  });
});
