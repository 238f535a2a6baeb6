import { expect, it } from 'vitest';
import { isSameUnit } from './units';

it('knows one unit in its spellings', () => {
  for (const [one, other] of [
    ['10^9/L', '×10⁹/L'],
    ['10^9/L', '10*9/l'],
    ['10^9/L', '10E9/L'],
    ['umol/L', 'μmol/L'],
    ['umol/L', 'µmol / l'],
    ['ug/L', 'mcg/L'],
    ['%', '％'],
  ] as const) {
    expect(isSameUnit(one, other), `${one} ${other}`).toBe(true);
  }
});

it('tells units apart that differ', () => {
  for (const [one, other] of [
    ['mmol/L', 'mg/dL'],
    ['umol/L', 'mmol/L'],
    ['10^9/L', '10^12/L'],
    ['g/L', 'g/dL'],
  ] as const) {
    expect(isSameUnit(one, other), `${one} ${other}`).toBe(false);
  }
});
