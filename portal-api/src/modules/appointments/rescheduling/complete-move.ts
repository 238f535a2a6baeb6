import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { FeeState } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Outbox,
  Settings,
  violatedConstraint,
  type Actor,
  type Tx,
} from '../../../kernel';
import { exclusivity } from '../appointment.settings';
import { exclusivityKeySql } from '../booking/exclusivity-key';
import { Appointments, type LockedAppointment } from '../ending/appointment.repository';
import { FreedPlaces, type FreedPlace } from '../places';
import { HospitalConfirmations } from '../number-source/hospital-confirmations';
import { SuspensionCases } from '../suspension/suspension-cases';
import type { MoveKind } from './reschedules.repository';

export interface Completion {
  rescheduleId: string;
  kind: MoveKind;
  to: { slotId: string; number: number };
  feeFen: number;
  feeState: FeeState;
  /** Places that came free in this transaction besides the old one. */
  freed?: readonly FreedPlace[];
}

/** Makes the visit the other visit: same number, same code, another place. Call with the appointment locked. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CompleteMove {
  @Inject()
  settings: Settings;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  appointments: Appointments;
  @Inject()
  freedPlaces: FreedPlaces;
  @Inject()
  suspensionCases: SuspensionCases;
  @Inject()
  hospitalConfirmations: HospitalConfirmations;

  /** Whether the patient has another live appointment that excludes one in the slot. */
  async isExcluded(tx: Tx, appointment: LockedAppointment, slotId: string): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from slot s join appointment a
          on a.exclusivity_key = ${exclusivityKeySql('$3', '$2::uuid', 's')} and a.status in ('pending', 'booked', 'arrived')
        where s.id = $1 and a.id <> $4 limit 1`,
      [slotId, appointment.patient_id, await this.settings.get(exclusivity), appointment.id],
    );
    return rows.length > 0;
  }

  /** @throws ALREADY_BOOKED when another booking of the patient was faster: then all is to be undone */
  async run(tx: Tx, actor: Actor, old: LockedAppointment, move: Completion): Promise<void> {
    await this.rewrite(tx, old, move);
    await this.hospitalConfirmations.expectAnew(tx, old.id);
    const freed = [...(move.freed ?? []), { slotId: old.slot_id, number: old.place_number }];
    const place = { id: old.id, slot_id: old.slot_id, place_number: old.place_number };
    if (!(await this.appointments.movePlace(tx, place, 'free'))) {
      throw new Error(`appointment ${old.id} has no place to move from`);
    }
    await this.freedPlaces.settle(tx, freed);
    if (old.is_suspended) await this.suspensionCases.resolve(tx, actor, old.id, 'rescheduled');
    await this.audit.record(
      actor,
      {
        action: 'appointment.reschedule',
        resourceKind: 'appointment',
        resourceId: old.id,
        patientId: old.patient_id,
        detail: { rescheduleId: move.rescheduleId, from: old.slot_id, to: move.to.slotId },
      },
      tx,
    );
    await this.outbox.append(tx, 'appointment.rescheduled', {
      appointmentId: old.id,
      rescheduleId: move.rescheduleId,
    });
  }

  private async rewrite(tx: Tx, old: LockedAppointment, move: Completion): Promise<void> {
    try {
      await tx.query(
        `update appointment a
            set slot_id = s.id, place_number = $3, doctor_id = s.doctor_id, department_id = s.department_id,
                branch_id = s.branch_id, date = s.date, period = s.period, starts_at = s.starts_at,
                ends_at = s.ends_at, fee_fen = $4, fee_state = $5, is_suspended = false,
                exclusivity_key = ${exclusivityKeySql('$6', 'a.patient_id', 's')},
                reschedule_count = reschedule_count + $7, version = version + 1
           from slot s where a.id = $1 and s.id = $2`,
        [
          old.id,
          move.to.slotId,
          move.to.number,
          move.feeFen,
          move.feeState,
          await this.settings.get(exclusivity),
          move.kind === 'patient' ? 1 : 0,
        ],
      );
    } catch (error) {
      if (violatedConstraint(error) !== 'appointment_exclusive') throw error;
      throw new AppError('ALREADY_BOOKED', { cause: error });
    }
  }
}
