/** Whether two spellings are one unit. Pure. */
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `×10⁹/L`, `10*9/L`, `10^9/l` → `10^9/l`; `μmol/L`, `umol/L` → `umol/l`. */
function plainUnit(unit: string): string {
  return unit
    .replace(
      /[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g,
      (digits) => `^${Array.from(digits, (d) => superscripts.indexOf(d)).join('')}`,
    )
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/[µμ]/g, 'u')
    .replace(/^[×x*]/, '')
    .replace(/10[e*^]+(?=\d)/g, '10^')
    .replace(/^mcg/, 'ug')
    .replace(/^(%|percent|百分比)$/, '%')
    .replace(/升/g, 'l');
}

export function isSameUnit(one: string, other: string): boolean {
  return plainUnit(one) === plainUnit(other);
}
