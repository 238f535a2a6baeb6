import { Provide, Scope, ScopeEnum } from '@midwayjs/core';

/**
 * `ours`: the branch's numbers are kept here and nobody else is asked. `unknown`: nobody answered.
 * `unknown-there`: refused, since the owner knows no such number at all.
 */
export type NumberLock = 'ours' | 'locked' | 'refused' | 'unknown-there' | 'unknown';

/** Who owns the numbers of a branch where it is not us. Declared here, implemented by integration. */
export interface NumberSource {
  /** Takes the place there, too, before money is asked for or a visit promised. Safe to repeat. */
  lock(appointmentId: string): Promise<NumberLock>;
  /** Whether somebody else than us owns the number of this appointment. */
  isHospitals(appointmentId: string): Promise<boolean>;
  /** Branches of which only the clinics that the owner itself has told us can be had. Costs nothing to ask. */
  branchesOfToldClinics(): Promise<readonly string[]>;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class NumberSourceHolder {
  source: NumberSource;
}
