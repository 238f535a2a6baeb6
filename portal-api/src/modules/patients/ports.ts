import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError } from '../../kernel';

/** What lies ahead of a patient. Implemented by appointments. */
export interface OpenAppointments {
  /** Whether this account booked a visit for the patient that is still to come or to be paid. */
  hasLive(accountId: string, patientId: string): Promise<boolean>;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class OpenAppointmentsHolder {
  appointments: OpenAppointments | undefined;

  get(): OpenAppointments {
    if (!this.appointments) throw new AppError('UNAVAILABLE');
    return this.appointments;
  }
}
