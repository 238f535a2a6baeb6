import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { FeeState } from '@suizhen/contract';
import {
  Audit,
  auditColumns,
  auditRow,
  KernelContext,
  newId,
  type Actor,
  type Tx,
} from '../../../kernel';
import { appointmentStates } from '../appointment.states';
import { holdStates } from '../hold.states';
import { placeStates } from '../place.states';
import type { HeldPlaceSql } from '../../payments';
import type { LockedAppointment } from './appointment.repository';

/** Turns a held place into a booked one. Call with the appointment locked and its hold alive. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ConfirmHold {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;

  async run(
    tx: Tx,
    actor: Actor,
    appointment: LockedAppointment,
    feeState: Extract<FeeState, 'paid' | 'pay-at-desk'>,
  ): Promise<void> {
    const now = this.kernelContext.clock.now();
    const rows = await tx.query(
      confirmSql,
      [
        appointment.id,
        holdStates.sourcesOf('confirmed'),
        now,
        appointment.slot_id,
        appointment.place_number,
        placeStates.sourcesOf('sold'),
        appointmentStates.sourcesOf('booked'),
        feeState,
        newId(now),
        ...this.audit.values(actor, {
          action: 'appointment.confirm',
          resourceKind: 'appointment',
          resourceId: appointment.id,
          patientId: appointment.patient_id,
          detail: { feeState },
        }),
      ],
      'confirm-hold',
    );
    // The caller locked and looked: rather undo everything than book a place that is somebody else's.
    if (rows.length !== 1) throw new Error(`appointment ${appointment.id} could not be confirmed`);
  }
}

const confirmSql = `
  with held as (
    update hold set state = 'confirmed', settled_at = $3
     where appointment_id = $1 and purpose = 'booking' and state = any($2) returning appointment_id
  ), placed as (
    update place set state = 'sold', hold_id = null from held
     where place.slot_id = $4 and place.number = $5 and place.appointment_id = held.appointment_id
       and place.state = any($6)
    returning place.appointment_id
  ), booked as (
    update appointment set status = 'booked', fee_state = $8, booked_at = $3, version = version + 1 from placed
     where id = placed.appointment_id and status = any($7) returning id
  ), told as (
    insert into outbox (id, created_at, event, payload)
    select $9::uuid, $3, 'appointment.booked', jsonb_build_object('appointmentId', id) from booked
  ), audited as (
    insert into audit_event (${auditColumns}) select ${auditRow(10)} from booked
  )
  select id from booked`;

/** The same as part of a payment's statement, which locks what it reads; `isHoldAlive` as its condition. */
export const heldPlaceSql: HeldPlaceSql = {
  join: `
    join appointment a on a.id = o.appointment_id and a.status = 'pending'
    join hold h on h.appointment_id = a.id and h.state = 'active' and h.expires_at > :now
    join place pl on pl.slot_id = a.slot_id and pl.number = a.place_number
      and pl.appointment_id = a.id and pl.state = 'held' and pl.hold_id = h.id`,
  locked: ['a', 'h', 'pl'],
  columns: `h.id as hold_id, a.slot_id, a.place_number`,
  steps: `held as (
    update hold set state = 'confirmed', settled_at = :now from due where hold.id = due.hold_id
  ), placed as (
    update place set state = 'sold', hold_id = null from due
     where place.slot_id = due.slot_id and place.number = due.place_number
  ), booked as (
    update appointment set status = 'booked', fee_state = 'paid', booked_at = :now,
        version = appointment.version + 1
      from due where appointment.id = due.appointment_id
  ), booking_told as (
    insert into outbox (id, created_at, event, payload)
    select booked_event_id, :now, 'appointment.booked', jsonb_build_object('appointmentId', appointment_id)
      from due
  ), booking_audited as (
    insert into audit_event (${auditColumns})
    select booked_audit_id, :now, 'system', null, :actorName, '', 'appointment.confirm', 'appointment',
      appointment_id::text, patient_id, null, 'ok', '{"feeState": "paid"}', null, :requestId from due
  )`,
};

export function isHoldAlive(appointment: LockedAppointment, now: Date): boolean {
  return (
    appointment.status === 'pending' &&
    appointment.hold_state === 'active' &&
    appointment.hold_expires_at !== null &&
    appointment.hold_expires_at > now
  );
}
