import type { OutboundState } from '@suizhen/contract';
import { stateTable } from '../../../kernel';

/**
 * A claimed message is `unknown` already: whoever dies with it leaves it to be asked for before it is sent
 * again. A refusal waits for a person.
 */
export const outboundStates = stateTable<OutboundState>({
  queued: ['unknown', 'refused'],
  unknown: ['unknown', 'queued', 'acknowledged', 'refused'],
  refused: ['queued'],
  acknowledged: [],
});
