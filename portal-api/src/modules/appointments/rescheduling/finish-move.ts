import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, type Actor, type Tx } from '../../../kernel';
import { Appointments, type LockedAppointment } from '../ending/appointment.repository';
import { FreedPlaces } from '../places';
import { AbandonMove } from './abandon-move';
import { CompleteMove } from './complete-move';
import { MoveTargets } from './move-target';
import { Reschedules } from './reschedules.repository';

/** The difference of a dearer visit has been paid: the place that was held becomes the visit's place. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FinishMove {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  appointments: Appointments;
  @Inject()
  freedPlaces: FreedPlaces;
  @Inject()
  reschedules: Reschedules;
  @Inject()
  moveTargets: MoveTargets;
  @Inject()
  completeMove: CompleteMove;
  @Inject()
  abandonMove: AbandonMove;

  /**
   * Call with the appointment locked.
   * @returns false when the move cannot be finished any more: the money goes back
   */
  async run(
    tx: Tx,
    actor: Actor,
    appointment: LockedAppointment,
    rescheduleId: string,
  ): Promise<boolean> {
    const move = await this.reschedules.awaiting(tx, appointment.id);
    // Given up before, perhaps for another one that is still waiting: that one stays as it is.
    if (move?.id !== rescheduleId || !move.hold_id || !move.expires_at) return false;
    const target = await this.moveTargets.read(tx, move.to_slot_id);
    // A clinic that does not take place, the old one or the new, has its own way out.
    const isAlive =
      move.expires_at > this.kernelContext.clock.now() &&
      appointment.status === 'booked' &&
      !appointment.is_suspended &&
      target?.is_closed === false &&
      !(await this.completeMove.isExcluded(tx, appointment, move.to_slot_id));
    if (!isAlive) {
      const freed = await this.abandonMove.run(tx, actor, appointment, 'expired');
      await this.freedPlaces.settle(tx, freed);
      return false;
    }
    const to = { slotId: move.to_slot_id, number: move.to_number };
    const held = { id: appointment.id, slot_id: to.slotId, place_number: to.number };
    if (!(await this.appointments.movePlace(tx, held, 'sold'))) {
      throw new Error(`move ${move.id} lost its place`);
    }
    await this.reschedules.settleHold(tx, move.hold_id, 'confirmed');
    await this.reschedules.move(tx, move.id, 'completed');
    const { kind, to_fee_fen: feeFen } = move;
    await this.completeMove.run(tx, actor, appointment, {
      ...{ rescheduleId, kind, to, feeFen },
      feeState: 'paid',
    });
    return true;
  }
}
