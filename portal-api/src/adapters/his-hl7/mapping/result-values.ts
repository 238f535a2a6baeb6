/** What a laboratory writes into a result: numbers, ranges, units, flags. Pure and free of HL7. */
import type { ResultFlag } from '@suizhen/contract';

export interface Range {
  low: number | null;
  high: number | null;
}

const number = String.raw`[-+]?\d+(?:\.\d+)?`;
const plainNumber = new RegExp(`^(?:${number}|[-+]?\\.\\d+)$`);
/** A range from minus two to minus one is `-2--1`; some put two dashes between any numbers. */
const between = ['-|~|～|–|—|－|至|to', '--'].map(
  (dash) => new RegExp(`^(${number})\\s*(?:${dash})\\s*(${number})$`, 'i'),
);
const below = new RegExp(`^(?:<|≤|<=|＜|小于|低于)\\s*(${number})$`);
const above = new RegExp(`^(?:>|≥|>=|＞|大于|高于)\\s*(${number})$`);

/** Null where it is no plain number; one with a comparator is none. */
export function plainNumberOf(value: string): number | null {
  return plainNumber.test(value) && value.length <= 30 ? Number(value) : null;
}

/** `3.5-9.5`, `<5`, `≥60`; a text such as `阴性` has no bounds. */
export function rangeOf(text: string): Range {
  const range = text.replace(/^[[(（]|[\])）]$/g, '').trim();
  for (const shape of between) {
    const [, low, high] = shape.exec(range) ?? [];
    if (Number(low) <= Number(high)) return { low: Number(low), high: Number(high) };
  }
  const high = below.exec(range);
  if (high) return { low: null, high: Number(high[1]) };
  const low = above.exec(range);
  return { low: low ? Number(low[1]) : null, high: null };
}

interface Judged {
  flag: ResultFlag;
  isCritical: boolean;
}

/** OBX-8, table 0078, and the arrows that a LIS prints. Several may stand there. */
const flagWords: Record<string, Judged> = {
  N: { flag: 'N', isCritical: false },
  H: { flag: 'H', isCritical: false },
  L: { flag: 'L', isCritical: false },
  HH: { flag: 'HH', isCritical: true },
  LL: { flag: 'LL', isCritical: true },
  A: { flag: 'A', isCritical: false },
  AA: { flag: 'A', isCritical: true },
  '>': { flag: 'H', isCritical: false },
  '<': { flag: 'L', isCritical: false },
  '↑': { flag: 'H', isCritical: false },
  '↓': { flag: 'L', isCritical: false },
  '↑↑': { flag: 'HH', isCritical: true },
  '↓↓': { flag: 'LL', isCritical: true },
  '↑↑↑': { flag: 'HH', isCritical: true },
  '↓↓↓': { flag: 'LL', isCritical: true },
  R: { flag: 'A', isCritical: false },
  I: { flag: 'A', isCritical: false },
  S: { flag: 'N', isCritical: false },
  POS: { flag: 'A', isCritical: false },
  NEG: { flag: 'N', isCritical: false },
  异常: { flag: 'A', isCritical: false },
  偏高: { flag: 'H', isCritical: false },
  偏低: { flag: 'L', isCritical: false },
};
const severity: readonly ResultFlag[] = ['N', 'A', 'H', 'L', 'HH', 'LL'];
const criticalWord = /危急|危机值|^(C|CR|CRIT|PANIC)$/i;

/** Null: nothing was said. The gravest of several counts. */
export function flagOf(words: readonly string[]): Judged | null {
  const said = words.map((word) => word.trim().toUpperCase()).filter((word) => word !== '');
  if (said.length === 0) return null;
  const known = said.flatMap((word) => flagWords[word] ?? []);
  const isCritical = known.some((each) => each.isCritical) || said.some(isCriticalWord);
  if (known.length === 0 && !isCritical) return null;
  const gravest = known
    .map((each) => each.flag)
    .sort((a, b) => severity.indexOf(b) - severity.indexOf(a))[0];
  return { flag: gravest ?? 'A', isCritical };
}

const isCriticalWord = (word: string) => criticalWord.test(word);

/** A remark that says 危急值 means one, unless it says that there is none. */
export function remarkSaysCritical(remark: string): boolean {
  return /危急值/.test(remark.replace(/(?:非|未|无|不是|不属)[^，。；,;]{0,4}危急值/g, ''));
}

/** Where the laboratory gave no flag, its own range does. */
export function judge(value: string, numeric: number | null, rangeText: string): ResultFlag {
  const { low, high } = rangeOf(rangeText);
  if (numeric !== null) {
    if (high !== null && numeric > high) return 'H';
    if (low !== null && numeric < low) return 'L';
    return 'N';
  }
  const isNegativeExpected = /^(阴性|-$|\(-\)|（-）|neg(ative)?)/i.test(rangeText);
  const isPositive = /^(弱?阳性|可疑|\+|[1-4]\+|±|\(\+|（\+|pos)/i.test(value);
  return isNegativeExpected && isPositive ? 'A' : 'N';
}
