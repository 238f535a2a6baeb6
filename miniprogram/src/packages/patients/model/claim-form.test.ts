import { describe, expect, it } from 'vitest';
import {
  claimRequest,
  derive,
  emptyClaim,
  isChild,
  problemsOf,
  type ClaimForm,
} from './claim-form';

const day = '2026-11-21';
const complete: ClaimForm = {
  ...emptyClaim,
  name: ' 王小明 ',
  identityNumber: '11010519491231002x',
  phone: '13812345678',
  relation: 'parent',
};

describe('the form of a new 就诊人', () => {
  it('reads birth date and sex from a complete mainland number', () => {
    expect(derive(complete, day)).toEqual({
      birthDate: '1949-12-31',
      gender: 'female',
      problem: null,
    });
  });

  it('says nothing while the number is still being typed', () => {
    expect(derive({ ...complete, identityNumber: '1101051949' }, day).problem).toBeNull();
  });

  it('says at once when the last digit does not fit', () => {
    expect(derive({ ...complete, identityNumber: '110105194912310021' }, day).problem).toContain(
      '最后一位',
    );
  });

  it('finds nothing to correct in a complete form', () => {
    expect(problemsOf(complete, day)).toEqual({});
  });

  it('names every input that is missing', () => {
    expect(Object.keys(problemsOf(emptyClaim, day))).toEqual([
      'name',
      'identityNumber',
      'phone',
      'relation',
    ]);
  });

  it('asks birth date and sex where the document does not say them', () => {
    const passport = {
      ...complete,
      identityType: 'passport',
      identityNumber: 'E12345678',
    } as const;
    expect(Object.keys(problemsOf(passport, day))).toEqual(['birthDate', 'gender']);
  });

  it('asks no number of a newborn, but the guardian’s consent', () => {
    const newborn: ClaimForm = {
      ...complete,
      identityType: 'newborn',
      identityNumber: '',
      birthDate: '2026-11-20',
      gender: 'male',
      relation: 'child',
    };
    expect(Object.keys(problemsOf(newborn, day))).toEqual(['guardianConsent']);
    expect(problemsOf({ ...newborn, guardianConsent: true }, day)).toEqual({});
  });

  it('counts as a child until the fourteenth birthday', () => {
    expect(isChild('2012-11-22', day)).toBe(true);
    expect(isChild('2012-11-21', day)).toBe(false);
  });

  it('sends trimmed and normalised values', () => {
    expect(claimRequest(complete, day)).toMatchObject({
      name: '王小明',
      identityNumber: '11010519491231002X',
      birthDate: '1949-12-31',
      gender: 'female',
    });
  });
});
