import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { AppointmentStatus } from '@suizhen/contract';
import { AppError, type Actor, type Tx } from '../../kernel';
import { Payments } from '../payments';
import { CheckIn } from './check-in/check-in';
import { Appointments, type LockedAppointment } from './ending/appointment.repository';
import { HospitalConfirmations } from './number-source/hospital-confirmations';
import { EndAppointment } from './ending/end-appointment';

/** `differs`: what they say cannot be followed by itself; a person decides. */
export type HospitalVisitOutcome =
  { kind: 'same' | 'taken' } | { kind: 'differs'; ours: AppointmentStatus };

/** The door for what the hospital's own system says has become of a visit. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class HospitalVisits {
  @Inject()
  appointments: Appointments;
  @Inject()
  checkIn: CheckIn;
  @Inject()
  endAppointment: EndAppointment;
  @Inject()
  payments: Payments;
  @Inject()
  hospitalConfirmations: HospitalConfirmations;

  /** Null: there is no such appointment. By the ordinary ways only, with all that follows from them. */
  async take(
    tx: Tx,
    actor: Actor,
    appointmentId: string,
    theirs: AppointmentStatus,
  ): Promise<HospitalVisitOutcome | null> {
    const appointment = await this.appointments.lock(tx, appointmentId);
    if (!appointment) return null;
    const ours = appointment.status;
    if (isSame(ours, theirs)) return { kind: 'same' };
    if (ours === 'booked' && theirs === 'cancelled') return this.cancel(tx, actor, appointment);
    if (ours === 'booked' && theirs === 'arrived') {
      // Whoever they let in has a number.
      if (appointment.is_awaited) {
        await this.hospitalConfirmations.give(tx, appointment.id, appointment.slot_id);
      }
      return this.arrive(actor, appointment);
    }
    return { kind: 'differs', ours };
  }

  /** Money that was paid at the desk is handed out there: somebody has to do it. */
  private async cancel(
    tx: Tx,
    actor: Actor,
    appointment: LockedAppointment,
  ): Promise<HospitalVisitOutcome> {
    if (await this.payments.isDeskMoney(tx, appointment.id)) {
      return { kind: 'differs', ours: appointment.status };
    }
    await this.endAppointment.run(tx, actor, appointment, {
      action: 'appointment.cancel',
      by: 'system',
      reason: 'other',
      note: '医院系统中已取消',
    });
    return { kind: 'taken' };
  }

  private async arrive(
    actor: Actor,
    { id, status }: LockedAppointment,
  ): Promise<HospitalVisitOutcome> {
    try {
      await this.checkIn.run(actor, id, 'desk');
      return { kind: 'taken' };
    } catch (error) {
      // Not today, not paid, suspended: refused before anything was written.
      if (error instanceof AppError) return { kind: 'differs', ours: status };
      throw error;
    }
  }
}

/** They learn of our changes later than we do; what we are ahead with is not contested. */
function isSame(ours: AppointmentStatus, theirs: AppointmentStatus): boolean {
  if (ours === theirs) return true;
  if (theirs === 'pending' || theirs === 'booked') return true;
  return theirs === 'arrived' && ours === 'fulfilled';
}
