/** Plain words for abnormal items: our own store behind the port that reports use. */
import { ItemExplanationsHolder } from '../ports';
import { ApprovedExplanations } from './approved-explanations';
import { ExplanationsController } from './explanations.controller';
import { StoredExplanations } from './stored-explanations';

export { ApprovedExplanations } from './approved-explanations';

export const explanationClasses = [
  ItemExplanationsHolder,
  ApprovedExplanations,
  StoredExplanations,
  ExplanationsController,
] as const;
