import type { ReportKind } from '@suizhen/contract';
import type { IncomingObservation } from '../../../modules/records';
import type { Segment } from '../message';
import { codedText, type Context } from './context';
import { isMeasured, isText, type Observed, readObservation, valueOf } from './observation';

interface Body {
  observations: IncomingObservation[];
  findings: string;
  conclusion: string;
}

/**
 * Items of a laboratory; for pictures and tissue the text, by what it is called: what was seen, what it means.
 * @param at when the specimen was taken
 */
export function readBody(
  context: Context,
  kind: ReportKind,
  shown: readonly Observed[],
  at: Date,
): Body {
  const observations: IncomingObservation[] = [];
  const findings: string[] = [];
  const conclusion: string[] = [];
  const hasItems = kind === 'lab' || kind === 'physical-exam';
  let lastName = '';
  for (const each of shown) {
    if (isItem(each, kind)) {
      const observation = readObservation(context, each, at);
      if (!observation) continue;
      addItem(observations, observation, isText(each));
      conclusion.push(...each.remarks.map((remark) => `${observation.name}：${remark}`));
    } else {
      const part = hasItems || isConclusion(each.obx) ? conclusion : findings;
      const name = paragraphName(each.obx);
      const value = valueOf(each);
      // The lines of one paragraph come one by one, each under the same name.
      if (value) part.push(name && name !== lastName ? `${name}：${value}` : value);
      part.push(...each.remarks);
      lastName = name;
    }
  }
  return { observations, findings: findings.join('\n'), conclusion: conclusion.join('\n') };
}

function isItem(observed: Observed, kind: ReportKind): boolean {
  if (isMeasured(observed)) return true;
  const hasItems = kind === 'lab' || kind === 'physical-exam';
  if (!hasItems || codedText(observed.obx, 3) === '') return false;
  // Long words are a report even in a laboratory, and those of a physical exam are its summary.
  return !isText(observed) || (kind === 'lab' && valueOf(observed).length <= 200);
}

/** A text of several lines comes as several OBX of one code. */
function addItem(items: IncomingObservation[], next: IncomingObservation, isLine: boolean): void {
  const last = items.at(-1);
  if (isLine && last?.code === next.code && last.number === null) {
    items[items.length - 1] = {
      ...last,
      value: `${last.value}\n${next.value}`,
      isCritical: last.isCritical || next.isCritical,
    };
  } else {
    items.push(next);
  }
}

const conclusionWords = /结论|诊断|意见|提示|印象|总结|建议|impression|conclusion|diagnos/i;
const plainWords = /所见|描述|表现|finding|report|text|narrative/i;

function isConclusion(obx: Segment): boolean {
  // `36643-5&IMP`: older versions hang the part of the text on the code.
  return obx.text(3, 1, 2) === 'IMP' || conclusionWords.test(codedText(obx, 3));
}

/** Said where it says more than "findings". */
function paragraphName(obx: Segment): string {
  const name = obx.text(3, 2);
  return plainWords.test(name) || isConclusion(obx) ? '' : name;
}
