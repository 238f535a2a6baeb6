import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Audit, type Actor, type Tx } from '../../../kernel';
import { Payments } from '../../payments';
import { Appointments } from '../ending/appointment.repository';
import type { FreedPlace } from '../places';
import { Reschedules } from './reschedules.repository';

/**
 * Gives up the move that waits for its difference; the visit stays where it is. Call with the appointment
 * locked, and hand the places that it frees to `FreedPlaces`.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AbandonMove {
  @Inject()
  audit: Audit;
  @Inject()
  payments: Payments;
  @Inject()
  appointments: Appointments;
  @Inject()
  reschedules: Reschedules;

  /** @returns the place that came free; none when no move was waiting */
  async run(
    tx: Tx,
    actor: Actor,
    appointment: { id: string; patient_id: string },
    holdEnd: 'released' | 'expired' = 'released',
  ): Promise<FreedPlace[]> {
    const move = await this.reschedules.awaiting(tx, appointment.id);
    if (!move) return [];
    await this.reschedules.move(tx, move.id, 'abandoned');
    if (move.hold_id) await this.reschedules.settleHold(tx, move.hold_id, holdEnd);
    const held = { id: appointment.id, slot_id: move.to_slot_id, place_number: move.to_number };
    const isFreed = await this.appointments.movePlace(tx, held, 'free');
    await this.payments.abandon(tx, [appointment.id]);
    await this.audit.record(
      actor,
      {
        action: 'appointment.abandon-move',
        resourceKind: 'appointment',
        resourceId: appointment.id,
        patientId: appointment.patient_id,
        detail: { rescheduleId: move.id },
      },
      tx,
    );
    return isFreed ? [{ slotId: move.to_slot_id, number: move.to_number }] : [];
  }
}
