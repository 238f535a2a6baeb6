import type { WaitlistOfferState } from '@suizhen/contract';
import { stateTable } from '../../../kernel';

/** An offer ends once. `withdrawn`: its entry ended, or the patient left the waitlist. */
export const waitlistOfferStates = stateTable<WaitlistOfferState>({
  open: ['accepted', 'declined', 'expired', 'withdrawn'],
  accepted: [],
  declined: [],
  expired: [],
  withdrawn: [],
});
