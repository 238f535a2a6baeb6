import type { FeeState } from '@suizhen/contract';

/** What a move means for the money. */
export interface MoneyPlan {
  /** What the visit costs the patient afterwards. */
  feeFen: number;
  feeState: FeeState;
  /** Still to be paid. */
  dueFen: number;
  refundFen: number;
  /** The place is held until `dueFen` has been paid; otherwise the move is completed at once. */
  waitsForMoney: boolean;
}

interface Facts {
  oldFeeFen: number;
  feeState: FeeState;
  paidFen: number;
  newFeeFen: number;
  waivesDifference: boolean;
  /** A patient moves it alone and can only pay online. */
  isSelfService: boolean;
  isDeskPaymentAllowed: boolean;
  /** The difference is handed over at the desk with it. */
  isTakenNow: boolean;
}

/** Pure: the fee of the new visit against what was paid for the old one. */
export function planMoney(facts: Facts): MoneyPlan {
  // The house moved it: nobody pays more for that.
  const feeFen = facts.waivesDifference
    ? Math.min(facts.newFeeFen, facts.oldFeeFen)
    : facts.newFeeFen;
  const dueFen = Math.max(0, feeFen - facts.paidFen);
  const refundFen = Math.max(0, facts.paidFen - feeFen);
  const settled = { feeFen, dueFen, refundFen, waitsForMoney: false };
  if (feeFen === 0) return { ...settled, feeState: 'free' };
  if (dueFen === 0) return { ...settled, feeState: 'paid' };
  const isPaidLater =
    facts.feeState === 'pay-at-desk' || (facts.feeState === 'free' && facts.isDeskPaymentAllowed);
  if (isPaidLater) return { ...settled, feeState: 'pay-at-desk' };
  if (facts.isSelfService) return { ...settled, feeState: 'paid', waitsForMoney: true };
  return { ...settled, feeState: facts.isTakenNow ? 'paid' : 'pay-at-desk' };
}
