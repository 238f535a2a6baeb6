import { FollowRefusals } from './follow-refusals';
import { LockAtHospital } from './lock-at-hospital';
import { NumberSourceHolder } from './ports';

export { FollowRefusals, LockAtHospital, NumberSourceHolder };
export type { NumberLock, NumberSource } from './ports';

export const numberSourceClasses = [NumberSourceHolder, LockAtHospital, FollowRefusals];
