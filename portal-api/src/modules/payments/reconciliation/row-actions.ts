import type {
  ReconciliationAction,
  ReconciliationDifference,
  ReconciliationRowState,
} from '@suizhen/contract';

export interface RowFacts {
  difference: ReconciliationDifference;
  subject: 'payment' | 'refund';
  state: ReconciliationRowState;
  /** Our order or refund, if the number is one of ours. */
  hasRecord: boolean;
  /** Paid, or accepted by the company, in our books. */
  isBooked: boolean;
  /** The place could still be theirs: the money then books it. */
  isAppointmentLive: boolean;
  fenAgree: boolean;
  /** Both sides say when. */
  hasBothTimes: boolean;
}

/** What can be done about a row, the advised one first. */
export function actionsFor(row: RowFacts): ReconciliationAction[] {
  if (row.state === 'settled') return [];
  switch (row.difference) {
    case 'long':
      return forLong(row);
    case 'short':
      return ['query-provider', 'carry-over', 'write-off'];
    case 'differing':
      return ['query-provider', 'write-off'];
    case 'cross-day':
      return row.hasBothTimes && row.fenAgree
        ? ['correct-record', 'query-provider', 'write-off']
        : ['carry-over', 'query-provider', 'write-off'];
  }
}

/** Money that came and is not in our books goes where it was meant to, or back. */
function forLong(row: RowFacts): ReconciliationAction[] {
  const isUnpaidOrder = row.subject === 'payment' && row.hasRecord && !row.isBooked;
  if (!isUnpaidOrder) return ['query-provider', 'write-off'];
  return row.isAppointmentLive
    ? ['credit-order', 'query-provider', 'write-off']
    : ['refund-to-patient', 'credit-order', 'query-provider', 'write-off'];
}
