import type { DayPeriod } from '@suizhen/contract';
import type { LocalDate } from '../../../kernel';

/** Places that begin at one moment, as the hospital's own system counts them. */
export interface HospitalSlot {
  startsAt: Date;
  endsAt: Date;
  places: number;
  /** Of these, sold anywhere, here included. */
  taken: number;
}

/** A doctor's clinic on one day and in one period, as the hospital's own system rosters it. */
export interface HospitalClinic {
  branchId: string;
  departmentId: string;
  doctorId: string;
  date: LocalDate;
  period: DayPeriod;
  /** In time order, at least one. */
  slots: readonly HospitalSlot[];
}

/** What cannot be followed without taking something from somebody. */
export interface HospitalDifference {
  /** Null: it could not be made at all. */
  rosterId: string | null;
  /** Patients who are booked where the hospital has no place for them. */
  patients: number;
  ours: string;
  theirs: string;
  /** Whether the whole clinic is in question, so that it may be suspended. */
  isWhole: boolean;
}

export type HospitalRosterOutcome = (
  { kind: 'taken'; rosterId: string | null } | { kind: 'differs'; difference: HospitalDifference }
) & {
  /** It was another schedule's of theirs, which does not take place any more. */
  isTakenOver?: boolean;
};
