/** Identity documents: GB 11643 resident numbers and the shapes of the others. Free of any platform. */
import type { Gender, IdentityType } from '../wire/enums';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigits = '10X98765432';

/** Why a number was refused: `shape` (length or characters), `date` (no such birth date), `check` (last digit). */
export type IdentityProblem = 'shape' | 'date' | 'check';

export interface ResidentIdentity {
  /** `YYYY-MM-DD` */
  birthDate: string;
  gender: Extract<Gender, 'male' | 'female'>;
}

export type ResidentIdentityResult =
  { ok: true; value: ResidentIdentity } | { ok: false; problem: IdentityProblem };

/** The check digit of the first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2). */
export function residentCheckDigit(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(first17[i]) * (weights[i] ?? 0);
  return checkDigits[sum % 11] ?? '';
}

function isRealDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  );
}

/**
 * Reads a mainland resident identity number.
 * @param today `YYYY-MM-DD`; a birth date after it is refused.
 */
export function readResidentIdentity(number: string, today: string): ResidentIdentityResult {
  const text = normalizeIdentityNumber(number);
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return { ok: false, problem: 'shape' };
  const year = Number(text.slice(6, 10));
  const month = Number(text.slice(10, 12));
  const day = Number(text.slice(12, 14));
  const birthDate = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  if (year < 1880 || !isRealDate(year, month, day) || birthDate > today) {
    return { ok: false, problem: 'date' };
  }
  if (residentCheckDigit(text) !== text[17]) return { ok: false, problem: 'check' };
  return { ok: true, value: { birthDate, gender: Number(text[16]) % 2 === 1 ? 'male' : 'female' } };
}

/** Documents are compared without spaces and in capitals. */
export function normalizeIdentityNumber(number: string): string {
  return number.replace(/\s+/g, '').toUpperCase();
}

const shapes: Record<Exclude<IdentityType, 'resident-id' | 'newborn'>, RegExp> = {
  passport: /^[A-Z0-9]{5,17}$/,
  'hk-macao-permit': /^[HM]\d{8}(\d{2})?$/,
  'taiwan-permit': /^(\d{8}|\d{10}[A-Z]?)$/,
};

/** The shape check of every document but the resident number, which says more about itself. */
export function isIdentityShape(type: IdentityType, number: string): boolean {
  if (type === 'resident-id') return /^[1-9]\d{16}[\dX]$/.test(normalizeIdentityNumber(number));
  if (type === 'newborn') return number === '';
  return shapes[type].test(normalizeIdentityNumber(number));
}

/** Whole years between two `YYYY-MM-DD` days. */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) >= birthDate.slice(5) ? years : years - 1;
}

/** Under 14 the personal information of a child is sensitive, and the guardian consents (PIPL art. 28 and 31). */
export const guardianConsentAge = 14;
