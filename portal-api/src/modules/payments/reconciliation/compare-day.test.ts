import { describe, expect, it } from 'vitest';
import { compareDay, type BillEntry, type DayFacts, type OurEntry } from './compare-day';

const noon = new Date('2026-03-02T12:00:00+08:00');
const theirs = (number: string, more: Partial<BillEntry> = {}): BillEntry => ({
  subject: 'payment',
  number,
  providerNumber: `4200${number}`,
  fen: 2500,
  state: 'SUCCESS',
  at: noon,
  ...more,
});
const ours = (number: string, more: Partial<OurEntry> = {}): OurEntry => ({
  subject: 'payment',
  number,
  fen: 2500,
  at: noon,
  paymentId: `id-${number}`,
  patientId: 'patient',
  ...more,
});
const compare = (facts: Partial<DayFacts>) =>
  compareDay({
    date: '2026-03-02',
    bill: [],
    ours: [],
    known: [],
    neighbours: [],
    billedDays: [],
    crossDayMinutes: 30,
    ...facts,
  });
const kinds = (facts: Partial<DayFacts>) =>
  compare(facts).differences.map((each) =>
    `${each.number} ${each.kind} ${each.explanation}`.trim(),
  );

describe('our books beside the bill', () => {
  it('what both have in the same sum is matched; a payment is no refund of the same number', () => {
    const both = { bill: [theirs('A'), theirs('B', { subject: 'refund' })] };
    const books = [ours('A'), ours('B', { subject: 'refund' })];
    expect(compare({ ...both, ours: books })).toEqual({ matched: 2, differences: [] });
    expect(kinds({ ...both, ours: [ours('A'), ours('B')] })).toEqual(['B long', 'B short']);
  });

  it('what only the company has is long, with our unpaid order beside it if there is one', () => {
    const unpaid = ours('B', { at: null });
    const { differences } = compare({ bill: [theirs('A'), theirs('B')], known: [unpaid] });
    expect(differences).toMatchObject([
      { number: 'A', kind: 'long', ours: null },
      { number: 'B', kind: 'long', ours: unpaid },
    ]);
  });

  it('what only we have is short; shortly before midnight it may come tomorrow', () => {
    const late = new Date('2026-03-02T23:45:00+08:00');
    const early = new Date('2026-03-02T00:05:00+08:00');
    const books = [ours('A'), ours('B', { at: late }), ours('C', { at: early })];
    expect(kinds({ ours: books })).toEqual(['A short', 'B cross-day', 'C short']);
    expect(kinds({ ours: books, crossDayMinutes: 0 })).toEqual(['A short', 'B short', 'C short']);
  });

  it('another sum differs', () => {
    expect(kinds({ bill: [theirs('A', { fen: 2501 })], ours: [ours('A')] })).toEqual([
      'A differing',
    ]);
  });

  it('what the neighbouring bill has is explained', () => {
    const tomorrow = { ...theirs('A'), date: '2026-03-03' };
    const billed = { billedDays: ['2026-03-03'], neighbours: [tomorrow] };
    expect(kinds({ ours: [ours('A')], ...billed })).toEqual([
      'A cross-day 账单列在3月3日 周二，金额一致',
    ]);
    const other = { ...billed, neighbours: [{ ...tomorrow, fen: 1 }] };
    expect(kinds({ ours: [ours('A')], ...other })).toEqual(['A differing']);
  });

  it('what our books have on the neighbouring day is matched once that day has its bill', () => {
    const yesterday = ours('A', { at: new Date('2026-03-01T23:59:50+08:00') });
    expect(kinds({ bill: [theirs('A')], known: [yesterday] })).toEqual([
      'A cross-day 本院记在3月1日 周日，金额一致',
    ]);
    const billedDays = ['2026-03-01'];
    expect(kinds({ bill: [theirs('A')], known: [yesterday], billedDays })).toEqual([]);
  });

  it('what stands in two bills is long in the one that our books do not have', () => {
    const yesterday = ours('A', { at: new Date('2026-03-01T10:00:00+08:00') });
    const neighbours = [{ ...theirs('A'), date: '2026-03-01' }];
    const facts = { known: [yesterday], neighbours, billedDays: ['2026-03-01'] };
    expect(kinds({ bill: [theirs('A')], ...facts })).toEqual(['A long']);
  });

  it('days further apart are for a person to look at', () => {
    const before = ours('A', { at: new Date('2026-02-20T10:00:00+08:00') });
    expect(kinds({ bill: [theirs('A')], known: [before] })).toEqual(['A cross-day']);
  });
});
