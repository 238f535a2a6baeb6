import type { PlaceState } from '@suizhen/contract';
import { stateTable } from '../../kernel';

/** A place (号). `offered` belongs to the waiting list: kept for one patient until the offer ends. */
export const placeStates = stateTable<PlaceState>({
  free: ['held', 'sold', 'offered', 'closed'],
  held: ['sold', 'free'],
  offered: ['held', 'sold', 'free'],
  sold: ['free'],
  closed: ['free'],
});
