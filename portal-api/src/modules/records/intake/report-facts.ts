/** What is derived from a report once, when it comes, so that lists need not look into it. */
import { pinyinInitials } from '../../directory';
import type { IncomingObservation, IncomingReport } from './incoming';

export { digestOf } from './report-content';

export interface ReportFacts {
  abnormalCount: number;
  isCritical: boolean;
  /** It holds something that is told in person only. */
  isSensitive: boolean;
  /** For search: the names of the report and its items, small, and how they are shortened when typed. */
  words: string;
}

export function isCriticalItem(item: Pick<IncomingObservation, 'flag' | 'isCritical'>): boolean {
  return item.isCritical || item.flag === 'HH' || item.flag === 'LL';
}

export function factsOf(report: IncomingReport, inPersonWords: readonly string[]): ReportFacts {
  const { observations } = report;
  const named = [report, ...observations].map(({ code, name }) => `${code}\n${name}`.toLowerCase());
  return {
    abnormalCount: observations.filter((item) => item.flag !== 'N' || item.isCritical).length,
    isCritical: observations.some(isCriticalItem),
    isSensitive: inPersonWords.some((word) =>
      named.some((text) => text.includes(word.toLowerCase())),
    ),
    words: wordsOf([report.name, ...observations.map((item) => item.name)]),
  };
}

function wordsOf(names: readonly string[]): string {
  const words = new Set<string>();
  for (const name of names) {
    words.add(name.toLowerCase());
    words.add(initialsOf(name));
  }
  words.delete('');
  return [...words].join(' ');
}

/** Laboratories have some hundred item names and send them all day. */
const initials = new Map<string, string>();
const initialsKept = 5_000;

function initialsOf(name: string): string {
  let known = initials.get(name);
  if (known === undefined) {
    known = pinyinInitials(name);
    if (initials.size >= initialsKept) initials.clear();
    initials.set(name, known);
  }
  return known;
}
