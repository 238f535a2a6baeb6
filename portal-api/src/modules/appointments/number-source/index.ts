import { FollowConfirmations } from './follow-confirmations';
import { FollowRefusals } from './follow-refusals';
import { HospitalConfirmations, isAwaitedSql } from './hospital-confirmations';
import { LockAtHospital } from './lock-at-hospital';
import { NumberSourceHolder } from './ports';

export {
  FollowConfirmations,
  FollowRefusals,
  HospitalConfirmations,
  isAwaitedSql,
  LockAtHospital,
  NumberSourceHolder,
};
export type { NumberLock, NumberSource } from './ports';

export const numberSourceClasses = [
  NumberSourceHolder,
  HospitalConfirmations,
  LockAtHospital,
  FollowRefusals,
  FollowConfirmations,
];
