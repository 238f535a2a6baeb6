/** Rosters that the hospital's own system makes. */
import { HospitalRosterStore } from './hospital-roster-store';
import { HospitalRosters } from './hospital-rosters';
import { PutHospitalClinic } from './put-hospital-clinic';
import { WithdrawHospitalClinic } from './withdraw-hospital-clinic';

export { HospitalRosters } from './hospital-rosters';
export type { HospitalRosterOutcome } from './hospital-clinic';

export const hospitalRosterClasses = [
  HospitalRosterStore,
  PutHospitalClinic,
  WithdrawHospitalClinic,
  HospitalRosters,
];
