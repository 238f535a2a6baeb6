import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  auditColumns,
  KernelContext,
  newId,
  systemActor,
  UnitOfWork,
  type Clock,
  type RecurringJob,
  type Tx,
} from '../../../kernel';
import { Payments } from '../../payments';
import { FreedPlaces } from '../places';

const batch = 200;

interface Expired extends Record<string, unknown> {
  id: string;
  patient_id: string;
}

/**
 * Gives back places whose time to pay has run out, many in a few statements. Appointments that somebody
 * else works on are passed by: they are either settled there or found in the next round.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ExpireHolds implements RecurringJob {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  payments: Payments;
  @Inject()
  freedPlaces: FreedPlaces;

  async run(clock: Clock): Promise<number> {
    const now = clock.now();
    return this.unitOfWork.run(async (tx) => {
      const due = await this.claim(tx, now);
      if (due.length === 0) return 0;
      const expired = await this.end(tx, due, now);
      await this.freePlaces(tx, expired);
      await this.payments.abandon(
        tx,
        expired.map((appointment) => appointment.id),
      );
      await this.tell(tx, expired, now);
      return expired.length;
    });
  }

  private async claim(tx: Tx, now: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select a.id from hold h join appointment a on a.id = h.appointment_id
        where h.state = 'active' and h.purpose = 'booking' and h.expires_at <= $1 and a.status = 'pending'
        order by h.expires_at limit $2 for update of a skip locked`,
      [now, batch],
      'holds-due',
    );
    return rows.map((row) => row.id);
  }

  private async end(tx: Tx, ids: readonly string[], now: Date): Promise<Expired[]> {
    return tx.query<Expired>(
      `with ended as (
         update hold set state = 'expired', settled_at = $2
          where appointment_id = any($1) and purpose = 'booking' and state = 'active' and expires_at <= $2
         returning appointment_id)
       update appointment a
          set status = 'cancelled', cancelled_at = $2, cancelled_by = 'system', version = version + 1
         from ended where a.id = ended.appointment_id and a.status = 'pending'
       returning a.id, a.patient_id`,
      [ids, now],
    );
  }

  /** In the order in which a roster locks its places, so that the two cannot block each other. */
  private async freePlaces(tx: Tx, expired: readonly Expired[]): Promise<void> {
    const freed = await tx.query<{ slot_id: string; number: number }>(
      `with ordered as (
         select pl.slot_id, pl.number from place pl join slot s on s.id = pl.slot_id
          join appointment a on a.slot_id = pl.slot_id and a.place_number = pl.number
          where a.id = any($1) and pl.appointment_id = a.id and pl.state = 'held'
          order by s.roster_id, s.starts_at, pl.number for update of pl)
       update place set state = 'free', hold_id = null, appointment_id = null
         from ordered where place.slot_id = ordered.slot_id and place.number = ordered.number
       returning place.slot_id, place.number`,
      [expired.map((appointment) => appointment.id)],
    );
    // Not a reason to stop: one torn record must not keep everybody else's places from coming back.
    if (freed.length !== expired.length) {
      const { logger } = this.kernelContext;
      logger.error({ expired: expired.length, freed: freed.length }, 'a hold without its place');
    }
    await this.freedPlaces.settle(
      tx,
      freed.map((place) => ({ slotId: place.slot_id, number: place.number })),
    );
  }

  private async tell(tx: Tx, expired: readonly Expired[], now: Date): Promise<void> {
    const ids = expired.map((appointment) => appointment.id);
    const actor = systemActor('expire-holds');
    await tx.query(
      `insert into audit_event (${auditColumns})
       select audit_id, $4, 'system', null, $5, '', 'appointment.expire', 'appointment', id::text, patient_id, null,
         'ok', '{}', null, $6
         from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as expired (audit_id, id, patient_id)`,
      [
        ids.map(() => newId(now)),
        ids,
        expired.map((appointment) => appointment.patient_id),
        now,
        actor.name,
        actor.meta.requestId,
      ],
    );
    await tx.query(
      `insert into outbox (id, created_at, event, payload)
       select event_id, $3, 'appointment.cancelled', jsonb_build_object('appointmentId', id, 'isHold', true)
         from unnest($1::uuid[], $2::uuid[]) as expired (event_id, id)`,
      [ids.map(() => newId(now)), ids, now],
    );
  }
}
