import { residentCheckDigit } from '../../../portal-api/contract/src';

export interface Person {
  name: string;
  /** As it stands on lists. */
  masked: string;
  phone: string;
  identityNumber: string;
}

const residentNumber = (areaBirthAndOrder: string): string =>
  areaBirthAndOrder + residentCheckDigit(areaBirthAndOrder);

/** Nobody of the demonstration hospital; the numbers are made up. */
export const newcomer: Person = {
  name: '沈知秋',
  masked: '沈*秋',
  phone: '13912340077',
  identityNumber: residentNumber('33010619870315002'),
};
