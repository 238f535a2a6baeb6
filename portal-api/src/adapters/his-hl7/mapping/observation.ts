import type { IncomingObservation } from '../../../modules/records';
import type { Segment } from '../message';
import { codedText, type Context } from './context';
import { flagOf, judge, plainNumberOf, rangeOf, remarkSaysCritical } from './result-values';

/** An OBX with the remarks behind it. */
export interface Observed {
  obx: Segment;
  remarks: readonly string[];
}

/** OBX-2: text as it is told, not measured. */
const textTypes = new Set(['TX', 'FT']);
/** Pictures and files: they stay where they are. */
const fileTypes = new Set(['ED', 'RP']);

export const isFile = ({ obx }: Observed): boolean => fileTypes.has(obx.text(2).toUpperCase());
export const isText = ({ obx }: Observed): boolean => textTypes.has(obx.text(2).toUpperCase());

/** A number, or at least something with a unit or a range. */
export function isMeasured(observed: Observed): boolean {
  const { obx } = observed;
  const type = obx.text(2).toUpperCase();
  if (type === 'NM' || type === 'SN') return true;
  if (textTypes.has(type) || fileTypes.has(type)) return false;
  return obx.text(6) !== '' || obx.text(7) !== '' || plainNumberOf(valueOf(observed)) !== null;
}

/** OBX-11: deleted, wrong, or not there yet. */
export function isStruckOut({ obx }: Observed): boolean {
  return ['D', 'W', 'I', 'O', 'N'].includes(obx.text(11).toUpperCase());
}

export function valueOf({ obx }: Observed): string {
  const type = obx.text(2).toUpperCase();
  if (type === 'SN') {
    const parts = [1, 2, 3, 4].map((component) => obx.text(5, component));
    return parts.join('') === '' ? '' : parts.join('').replace(/^=/, '');
  }
  if (type === 'CE' || type === 'CWE' || type === 'CNE') {
    return obx
      .repetitions(5)
      .map((each) => each.text(2) || each.text(9) || each.text(1))
      .filter((text) => text !== '')
      .join('，');
  }
  if (type === 'FT' || type === 'TX') {
    const lines = obx.repetitions(5).map((each) => each.whole());
    return lines.join('\n').trim();
  }
  return obx.whole(5);
}

/** `10^9/L` is so common that nobody escapes its separator. */
function unitOf(obx: Segment): string {
  const [code, text] = [obx.text(6), obx.text(6, 2)];
  if (/^[×xX*]?10$/.test(code) && /^-?\d+(\/|$)/.test(text)) return `${code}^${text}`;
  return code || text;
}

/**
 * Null where nothing was measured and nothing is said of it.
 * @param at when the specimen was taken, where the item itself does not say
 */
export function readObservation(
  { times, leftOut }: Context,
  observed: Observed,
  at: Date,
): IncomingObservation | null {
  const { obx, remarks } = observed;
  const isImpossible = obx.text(11).toUpperCase() === 'X';
  const value = valueOf(observed) || (isImpossible ? '无法得出结果' : '');
  const name = codedText(obx, 3);
  if (!value || !name) {
    if (value || name) leftOut.add('OBX', value ? '没有名称的结果' : '没有结果的项目');
    return null;
  }
  const numeric = plainNumberOf(value);
  const rangeText = obx.whole(7);
  const range = rangeOf(rangeText);
  const said = flagOf(obx.repetitions(8).map((each) => each.whole()));
  return {
    code: obx.text(3) || name,
    name,
    value,
    number: numeric,
    unit: unitOf(obx),
    rangeText,
    rangeLow: range.low,
    rangeHigh: range.high,
    flag: said?.flag ?? judge(value, numeric, rangeText),
    isCritical: (said?.isCritical ?? false) || remarks.some(remarkSaysCritical),
    method: obx.text(17, 2) || obx.text(17),
    effectiveAt: times.of(obx, 14) ?? at,
  };
}
