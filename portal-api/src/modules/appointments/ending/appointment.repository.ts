import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type {
  AppointmentStatus,
  CancelActor,
  CancelReason,
  FeeState,
  HoldState,
  PlaceState,
} from '@suizhen/contract';
import type { Tx } from '../../../kernel';
import { isAwaitedSql } from '../number-source/hospital-confirmations';
import { appointmentStates } from '../appointment.states';
import { holdStates } from '../hold.states';
import { placeStates } from '../place.states';

export interface LockedAppointment extends Record<string, unknown> {
  id: string;
  patient_id: string;
  account_id: string | null;
  staff_id: string | null;
  team_id: string | null;
  slot_id: string;
  place_number: number;
  doctor_id: string;
  department_id: string;
  branch_id: string;
  status: AppointmentStatus;
  fee_fen: number;
  fee_state: FeeState;
  starts_at: Date;
  reschedule_count: number;
  is_suspended: boolean;
  /** The hospital, which owns the number, has not said yes. */
  is_awaited: boolean;
  hold_id: string | null;
  hold_state: HoldState | null;
  hold_expires_at: Date | null;
}

/**
 * The rows of one appointment and how they move. Lock order, everywhere: appointment → hold → place →
 * waitlist → payment → refund. A claim locks a free place first; nobody who holds an appointment waits for a free
 * place, so the two never meet the other way round.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Appointments {
  /** Takes the appointment for this transaction, then reads what nobody else can change now. */
  async lock(tx: Tx, id: string): Promise<LockedAppointment | undefined> {
    await this.take(tx, id);
    return this.read(tx, id);
  }

  async take(tx: Tx, id: string): Promise<void> {
    await tx.query(`select 1 from appointment where id = $1 for update`, [id], 'appointment-lock');
  }

  /** After `take`, and in a statement of its own: the lock's snapshot is older than what it waited for. */
  async read(tx: Tx, id: string): Promise<LockedAppointment | undefined> {
    const rows = await tx.query<LockedAppointment>(
      `select a.id, a.patient_id, a.account_id, a.staff_id, st.team_id, a.slot_id, a.place_number, a.doctor_id,
         a.department_id, a.branch_id, a.status, a.fee_fen::float8 as fee_fen, a.fee_state, a.starts_at,
         a.reschedule_count, a.is_suspended, a.status = 'booked' and ${isAwaitedSql} as is_awaited, h.id as hold_id, h.state as hold_state, h.expires_at as hold_expires_at
       from appointment a
       left join hold h on h.appointment_id = a.id and h.purpose = 'booking'
       left join staff st on st.id = a.staff_id
       where a.id = $1`,
      [id],
      'appointment-locked',
    );
    return rows[0];
  }

  /** @returns whether the state table let it move */
  async move(
    tx: Tx,
    id: string,
    to: AppointmentStatus,
    changes: {
      feeState?: FeeState;
      bookedAt?: Date;
      cancelledAt?: Date;
      cancelledBy?: CancelActor;
      cancelReason?: CancelReason | null;
      cancelNote?: string | null;
    } = {},
  ): Promise<boolean> {
    const moved = await tx.query(
      `update appointment set status = $2, version = version + 1, fee_state = coalesce($4, fee_state),
         booked_at = coalesce($5, booked_at), cancelled_at = $6, cancelled_by = $7, cancel_reason = $8,
         cancel_note = $9
        where id = $1 and status = any($3) returning id`,
      [
        id,
        to,
        appointmentStates.sourcesOf(to),
        changes.feeState ?? null,
        changes.bookedAt ?? null,
        changes.cancelledAt ?? null,
        changes.cancelledBy ?? null,
        changes.cancelReason ?? null,
        changes.cancelNote ?? null,
      ],
    );
    return moved.length === 1;
  }

  async setFeeState(tx: Tx, id: string, from: readonly FeeState[], to: FeeState): Promise<boolean> {
    const moved = await tx.query(
      `update appointment set fee_state = $3, version = version + 1
        where id = $1 and fee_state = any($2) returning id`,
      [id, from, to],
    );
    return moved.length === 1;
  }

  async moveHold(tx: Tx, appointmentId: string, to: HoldState, at: Date): Promise<boolean> {
    const moved = await tx.query(
      `update hold set state = $2, settled_at = $4
        where appointment_id = $1 and purpose = 'booking' and state = any($3) returning id`,
      [appointmentId, to, holdStates.sourcesOf(to), at],
    );
    return moved.length === 1;
  }

  /** The place that this appointment has, and no other: a place that went on to somebody else stays theirs. */
  async movePlace(
    tx: Tx,
    appointment: { id: string; slot_id: string; place_number: number },
    to: Extract<PlaceState, 'free' | 'sold'>,
  ): Promise<boolean> {
    const moved = await tx.query(
      `update place set state = $4, hold_id = null,
         appointment_id = case when $4 = 'free' then null else appointment_id end
        where slot_id = $1 and number = $2 and appointment_id = $3 and state = any($5) returning number`,
      [
        appointment.slot_id,
        appointment.place_number,
        appointment.id,
        to,
        placeStates.sourcesOf(to),
      ],
    );
    return moved.length === 1;
  }

  /** A place that was just freed, and that nobody may have. */
  async closePlace(
    tx: Tx,
    { slot_id, place_number }: { slot_id: string; place_number: number },
  ): Promise<void> {
    await tx.query(
      `update place set state = 'closed' where slot_id = $1 and number = $2 and state = any($3)`,
      [slot_id, place_number, placeStates.sourcesOf('closed')],
    );
  }
}
