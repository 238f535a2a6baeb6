import { describe, expect, it } from 'vitest';
import { planMoney } from './move-money';

const paid = {
  oldFeeFen: 2500,
  feeState: 'paid' as const,
  paidFen: 2500,
  newFeeFen: 2500,
  waivesDifference: false,
  isSelfService: true,
  isDeskPaymentAllowed: true,
  isTakenNow: false,
};

describe('the money of a move', () => {
  it.each([
    ['the same fee', {}, { feeState: 'paid', dueFen: 0, refundFen: 0, waitsForMoney: false }],
    ['cheaper', { newFeeFen: 1000 }, { feeState: 'paid', refundFen: 1500, waitsForMoney: false }],
    ['to one free of charge', { newFeeFen: 0 }, { feeState: 'free', refundFen: 2500 }],
    ['dearer', { newFeeFen: 6000 }, { feeFen: 6000, dueFen: 3500, waitsForMoney: true }],
    [
      'dearer, taken at the desk',
      { newFeeFen: 6000, isSelfService: false, isTakenNow: true },
      { feeState: 'paid', dueFen: 3500, waitsForMoney: false },
    ],
    [
      'dearer, left open at the desk',
      { newFeeFen: 6000, isSelfService: false },
      { feeState: 'pay-at-desk', dueFen: 3500, waitsForMoney: false },
    ],
    [
      'dearer, and the house wanted it',
      { newFeeFen: 6000, waivesDifference: true },
      { feeFen: 2500, feeState: 'paid', dueFen: 0, waitsForMoney: false },
    ],
    [
      'cheaper, and the house wanted it',
      { newFeeFen: 1000, waivesDifference: true },
      { feeFen: 1000, refundFen: 1500 },
    ],
    [
      'dearer, to be paid at the desk as before',
      { newFeeFen: 6000, feeState: 'pay-at-desk' as const, paidFen: 0 },
      { feeFen: 6000, feeState: 'pay-at-desk', waitsForMoney: false },
    ],
    [
      'from one free of charge, where nothing may be paid at the desk',
      { oldFeeFen: 0, feeState: 'free' as const, paidFen: 0, isDeskPaymentAllowed: false },
      { dueFen: 2500, waitsForMoney: true },
    ],
  ])('%s', (_, facts, plan) => {
    expect(planMoney({ ...paid, ...facts })).toMatchObject(plan);
  });
});
