import type { Proof } from '../proof';
import { durability } from './durability';
import { idempotency } from './idempotency';
import { notifications } from './notifications';
import { oversell } from './oversell';

/** In the order of the figures. */
export const proofs: readonly Proof[] = [oversell, durability, idempotency, notifications];
