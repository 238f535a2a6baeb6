import type { ReconciliationDifference } from '@suizhen/contract';
import {
  addDays,
  chineseDay,
  daysBetween,
  instantAt,
  localDateOf,
  type LocalDate,
} from '../../../kernel';

export type Subject = 'payment' | 'refund';

/** A row of the company's bill. */
export interface BillEntry {
  subject: Subject;
  number: string;
  providerNumber: string;
  fen: number;
  state: string;
  at: Date;
}

/** A payment or refund as our books have it. */
export interface OurEntry {
  subject: Subject;
  number: string;
  fen: number;
  /** Null: never paid, or never accepted by the company. */
  at: Date | null;
  paymentId: string;
  patientId: string;
}

export interface DayFacts {
  date: LocalDate;
  bill: readonly BillEntry[];
  /** What our books have on the day. */
  ours: readonly OurEntry[];
  /** What our books say, of any day, to the numbers of the bill. */
  known: readonly OurEntry[];
  /** The bills of the day before and after, as far as they are there, of the numbers in question. */
  neighbours: readonly (BillEntry & { date: LocalDate })[];
  /** Days around whose bills are there. */
  billedDays: readonly LocalDate[];
  crossDayMinutes: number;
}

export interface Difference {
  subject: Subject;
  number: string;
  kind: ReconciliationDifference;
  ours: OurEntry | null;
  theirs: BillEntry | null;
  /** Explained by the neighbouring day: nobody needs to do anything. In words; empty: it is open. */
  explanation: string;
}

const keyOf = (entry: { subject: Subject; number: string }) => `${entry.subject}/${entry.number}`;
const mapOf = <T extends { subject: Subject; number: string }>(entries: readonly T[]) =>
  new Map(entries.map((entry) => [keyOf(entry), entry]));

/** Lays our books of a day beside the company's bill. Money that both have, in the same sum, is matched. */
export function compareDay(facts: DayFacts): { matched: number; differences: Difference[] } {
  const bill = mapOf(facts.bill);
  const ours = mapOf(facts.ours);
  const known = mapOf(facts.known);
  const found = [
    ...facts.bill.map((theirs) =>
      fromBill(facts, theirs, ours.get(keyOf(theirs)) ?? known.get(keyOf(theirs)) ?? null),
    ),
    ...facts.ours
      .filter((entry) => !bill.has(keyOf(entry)))
      .map((entry) => missingInBill(facts, entry)),
  ];
  const differences = found.filter((each) => each !== null);
  return { matched: found.length - differences.length, differences };
}

function fromBill(facts: DayFacts, theirs: BillEntry, ours: OurEntry | null): Difference | null {
  const { subject, number } = theirs;
  const differs = (kind: ReconciliationDifference, explanation = ''): Difference => ({
    subject,
    number,
    kind,
    ours,
    theirs,
    explanation,
  });
  if (!ours?.at) return differs('long');
  const ourDay = localDateOf(ours.at);
  if (ourDay === facts.date) return ours.fen === theirs.fen ? null : differs('differing');
  // Our day's bill has it as well: the company counted it twice.
  const isTwice = facts.neighbours.some(
    (other) => keyOf(other) === keyOf(theirs) && other.date === ourDay,
  );
  if (isTwice) return differs('long');
  if (ours.fen !== theirs.fen) return differs('differing');
  if (Math.abs(daysBetween(facts.date, ourDay)) > 1) return differs('cross-day');
  // Where our day has been reconciled its own row says so, and is settled by this bill.
  if (facts.billedDays.includes(ourDay)) return null;
  return differs('cross-day', `本院记在${chineseDay(ourDay)}，金额一致`);
}

function missingInBill(facts: DayFacts, ours: OurEntry): Difference | null {
  const { subject, number } = ours;
  const elsewhere = facts.neighbours.find((other) => keyOf(other) === keyOf(ours)) ?? null;
  const base = { subject, number, ours, theirs: elsewhere };
  if (elsewhere && elsewhere.fen !== ours.fen) {
    return { ...base, kind: 'differing', explanation: '' };
  }
  if (elsewhere) {
    const explanation = `账单列在${chineseDay(elsewhere.date)}，金额一致`;
    return { ...base, kind: 'cross-day', explanation };
  }
  const midnight = instantAt(addDays(facts.date, 1)).getTime();
  const isLate = (ours.at?.getTime() ?? 0) >= midnight - facts.crossDayMinutes * 60_000;
  return { ...base, kind: isLate ? 'cross-day' : 'short', explanation: '' };
}
