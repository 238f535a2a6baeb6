import { ActOnRow } from './act-on-row';
import { BillStore } from './bill-store';
import { DifferenceWork } from './difference-work';
import { DifferenceRows } from './difference-rows';
import { FollowDifferenceWork } from './follow-difference-work';
import { OurBooks } from './our-books';
import { ReconcileDays } from './reconcile-days.job';
import { ReconciliationController } from './reconciliation.controller';
import { ReconciliationRows } from './reconciliation-rows';
import { Reconciliations } from './reconciliations';
import { RunReconciliation } from './run-reconciliation';
import { SettleRow } from './settle-row';

export { FollowDifferenceWork } from './follow-difference-work';
export { ReconcileDays } from './reconcile-days.job';
export { reconciliationSettings } from './reconciliation.settings';

export const reconciliationClasses = [
  OurBooks,
  BillStore,
  DifferenceWork,
  DifferenceRows,
  FollowDifferenceWork,
  RunReconciliation,
  ReconcileDays,
  ReconciliationRows,
  ActOnRow,
  SettleRow,
  Reconciliations,
  ReconciliationController,
];
