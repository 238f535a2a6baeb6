import type { Proof } from '../proof';
import { access } from './access';
import { durability } from './durability';
import { fuzz } from './fuzz';
import { idempotency } from './idempotency';
import { notifications } from './notifications';
import { network } from './network';
import { oversell } from './oversell';
import { redis } from './redis';
import { states } from './states';
import { sync } from './sync';
import { waitlist } from './waitlist';

/** In the order of the figures. */
export const proofs: readonly Proof[] = [
  oversell,
  durability,
  idempotency,
  notifications,
  access,
  fuzz,
  states,
  network,
  redis,
  waitlist,
  sync,
];
