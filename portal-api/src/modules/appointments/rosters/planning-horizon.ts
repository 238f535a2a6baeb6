import { addDays, fieldError, type LocalDate } from '../../../kernel';

/** Clinics are planned at most this far ahead. */
const maxDaysAhead = 400;

/** @throws INVALID_FIELD: a year typed wrong would fill the database with clinics nobody holds */
export function requireWithinHorizon(path: string, date: LocalDate, today: LocalDate): void {
  if (date > addDays(today, maxDaysAhead)) throw fieldError(path, '日期太远，最多提前一年');
}
