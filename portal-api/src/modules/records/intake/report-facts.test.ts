import { describe, expect, it } from 'vitest';
import { anObservation, aReport } from '../../../../test/support/records';
import { digestOf, factsOf } from './report-facts';

const of = (items: Parameters<typeof anObservation>[0][], words: string[] = []) =>
  factsOf(aReport({ observations: items.map((item) => anObservation(item)) }), words);

describe('what is derived from a report', () => {
  it('counts what is not normal', () => {
    expect(of([{ flag: 'H' }, { flag: 'N' }, { flag: 'A' }]).abnormalCount).toBe(2);
    expect(of([]).abnormalCount).toBe(0);
  });

  it.each([
    ['a critical flag', { flag: 'LL' as const }, true],
    ['a mark of the laboratory', { flag: 'N' as const, isCritical: true }, true],
    ['merely high', { flag: 'H' as const }, false],
  ])('is critical by %s', (_, item, isCritical) => {
    expect(of([item]).isCritical).toBe(isCritical);
  });

  it('is told in person by a word in a name or code of its own or of an item, large or small', () => {
    expect(of([{ name: '抗HIV抗体' }], ['hiv']).isSensitive).toBe(true);
    expect(of([{ code: 'HIVAgAb' }], ['HIV']).isSensitive).toBe(true);
    expect(factsOf(aReport({ name: 'HIV 初筛' }), ['HIV']).isSensitive).toBe(true);
    expect(of([{ name: '乙肝表面抗原' }], ['HIV']).isSensitive).toBe(false);
    expect(of([{ name: '抗HIV抗体' }]).isSensitive).toBe(false);
  });

  it('is found by its names and how they are shortened', () => {
    const report = aReport({
      name: '肝功能',
      observations: [
        anObservation({ name: '丙氨酸氨基转移酶(ALT)' }),
        anObservation({ name: 'K' }),
      ],
    });
    expect(factsOf(report, []).words).toBe('肝功能 ggn 丙氨酸氨基转移酶(alt) basajzymalt k');
  });
});

describe('whether a version says anything else', () => {
  it('tells by everything that it holds', () => {
    const same = () => aReport({ observations: [anObservation()] });
    expect(digestOf(same())).toBe(digestOf(same()));
    expect(digestOf({ ...same(), conclusion: '补充' })).not.toBe(digestOf(same()));
    const other = aReport({ observations: [anObservation({ value: '4.2' })] });
    expect(digestOf(other)).not.toBe(digestOf(same()));
  });
});
