import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { LocalDate } from '../../kernel';

/** What a patient may take of a doctor within the booking window. */
export interface DoctorAvailability {
  /** The lowest fee in the window. */
  feeFen: number;
  nextFreeDate: LocalDate | null;
  /** On the asked day, else over the window. */
  remaining: number;
  /** Whether there is a clinic on the asked day, else anywhere in the window. */
  hasClinic: boolean;
}

/** When somebody is free. Implemented by appointments, which lies below. */
export interface Availability {
  /** The first free day by department; those without one are left out. */
  nextFreeDates(departmentIds: readonly string[]): Promise<Map<string, LocalDate>>;
  /** By doctor; those without a clinic in the window are left out. */
  ofDoctors(
    doctorIds: readonly string[],
    date?: LocalDate,
  ): Promise<Map<string, DoctorAvailability>>;
}

/** The composition root sets the implementation once appointments is built. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AvailabilityHolder {
  availability: Availability;
}
