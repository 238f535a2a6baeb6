import { describe, expect, it } from 'vitest';
import { type AppError } from '../../kernel';
import { aResidentNumber } from '../../../test/support/outgoing';
import { birthAndSexOf, requireGuardian } from './patient-identity';

const today = '2026-03-03';
const resident = (number: string, more: object = {}) => ({
  identityType: 'resident-id' as const,
  identityNumber: number,
  ...more,
});

function fieldsOf(work: () => unknown): Record<string, string> | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as AppError).fields;
  }
}

describe('birth date and sex', () => {
  it('come from a resident number', () => {
    expect(birthAndSexOf(resident(aResidentNumber('1988-02-29', 123)), today)).toEqual({
      birthDate: '1988-02-29',
      gender: 'male',
    });
    expect(birthAndSexOf(resident(aResidentNumber('2020-01-01', 12)), today).gender).toBe('female');
  });

  it('must not contradict the number', () => {
    const number = aResidentNumber('1988-02-29', 123);
    const contradict = (more: object) =>
      fieldsOf(() => birthAndSexOf(resident(number, more), today));
    expect(contradict({ birthDate: '1988-02-28' })).toHaveProperty(['body.birthDate']);
    expect(contradict({ gender: 'female' })).toHaveProperty(['body.gender']);
    expect(contradict({ birthDate: '1988-02-29', gender: 'male' })).toBeUndefined();
  });

  it('are not taken from a number with a wrong check digit or a birth date to come', () => {
    const good = aResidentNumber('1988-02-29', 123);
    const bad = good.slice(0, 17) + (good.endsWith('1') ? '2' : '1');
    const problem = (number: string) => fieldsOf(() => birthAndSexOf(resident(number), today));
    expect(problem(bad)?.['body.identityNumber']).toContain('校验位');
    expect(problem(aResidentNumber('2026-03-04', 123))?.['body.identityNumber']).toContain('日期');
  });

  it('are as given with other documents, within reason', () => {
    const passport = { identityType: 'passport' as const, identityNumber: 'E12345678' };
    const given = { birthDate: '1990-01-01', gender: 'other' as const };
    expect(birthAndSexOf({ ...passport, ...given }, today)).toEqual(given);
    const late = { ...passport, ...given, birthDate: '2026-03-04' };
    expect(fieldsOf(() => birthAndSexOf(late, today))).toHaveProperty(['body.birthDate']);
  });

  it('allow a newborn without a document only in the first year', () => {
    const newborn = (birthDate: string) => ({
      identityType: 'newborn' as const,
      identityNumber: '',
      birthDate,
      gender: 'female' as const,
    });
    expect(birthAndSexOf(newborn('2026-03-01'), today).birthDate).toBe('2026-03-01');
    expect(fieldsOf(() => birthAndSexOf(newborn('2025-03-03'), today))).toHaveProperty([
      'body.identityType',
    ]);
  });
});

describe('a child under 14', () => {
  it('is added by a guardian who consents', () => {
    expect(fieldsOf(() => requireGuardian('child', true))).toBeUndefined();
    expect(fieldsOf(() => requireGuardian('other', true))).toBeUndefined();
    expect(fieldsOf(() => requireGuardian('child', false))).toHaveProperty([
      'body.guardianConsent',
    ]);
    expect(fieldsOf(() => requireGuardian('self', true))).toHaveProperty(['body.relation']);
  });
});
