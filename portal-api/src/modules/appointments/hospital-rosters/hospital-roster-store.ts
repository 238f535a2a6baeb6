import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Tx } from '../../../kernel';
import type { FreedPlace } from '../places';
import type { HospitalClinic } from './hospital-clinic';
import type { KnownSlot, PlacesPlan } from './plan-places';

export interface HospitalRosterRow extends Record<string, unknown> {
  id: string;
  doctor_id: string;
  department_id: string;
  branch_id: string;
  date: string;
  period: HospitalClinic['period'];
  start_time: string;
  end_time: string;
  fee_fen: string;
  release_at: Date;
  is_closed: boolean;
  is_from_hospital: boolean;
}

/** The rows of rosters that the hospital's own system makes. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class HospitalRosterStore {
  /** The one it became before, else the one that stands at its place; locked. */
  async find(
    tx: Tx,
    rosterId: string | null,
    { doctorId, date, period }: Pick<HospitalClinic, 'doctorId' | 'date' | 'period'>,
  ): Promise<HospitalRosterRow | undefined> {
    const [row] = await tx.query<HospitalRosterRow>(
      `select id, doctor_id, department_id, branch_id, date::text, period,
         to_char(start_time, 'HH24:MI') as start_time, to_char(end_time, 'HH24:MI') as end_time,
         fee_fen, release_at, is_closed, is_from_hospital
       from roster where id = $1 or (doctor_id = $2 and date = $3 and period = $4)
       order by (id = $1) desc nulls last limit 1 for update`,
      [rosterId, doctorId, date, period],
    );
    return row;
  }

  slots(tx: Tx, rosterId: string): Promise<KnownSlot[]> {
    return tx.query<KnownSlot & Record<string, unknown>>(
      `select id, starts_at, ends_at, capacity, is_closed from slot where roster_id = $1 order by starts_at`,
      [rosterId],
    );
  }

  /** @returns the places that may be had now and could not be had before */
  async apply(tx: Tx, roster: HospitalRosterRow, plan: PlacesPlan): Promise<FreedPlace[]> {
    await this.changeSlots(tx, roster, plan);
    const keys = (list: readonly FreedPlace[]) => [
      list.map(({ slotId }) => slotId),
      list.map(({ number }) => number),
    ];
    await tx.query(
      `delete from place using unnest($1::uuid[], $2::int[]) as gone (slot_id, number)
        where place.slot_id = gone.slot_id and place.number = gone.number and place.state in ('free', 'closed')`,
      keys(plan.remove),
    );
    await tx.query(
      `insert into place (slot_id, number, channel, state)
       select slot_id, number, 'any', state from unnest($1::uuid[], $2::int[], $3::text[]) as p (slot_id, number, state)`,
      [...keys(plan.add), plan.add.map(({ isFree }) => (isFree ? 'free' : 'closed'))],
    );
    const turnSql = `update place set state = $3 from unnest($1::uuid[], $2::int[]) as turned (slot_id, number)
        where place.slot_id = turned.slot_id and place.number = turned.number and place.state = $4`;
    await tx.query(turnSql, [...keys(plan.close), 'closed', 'free']);
    await tx.query(turnSql, [...keys(plan.open), 'free', 'closed']);
    await this.endSlots(tx, plan.goneSlots);
    const added = plan.add.filter(({ isFree }) => isFree);
    return [...plan.open, ...added].map(({ slotId, number }) => ({ slotId, number }));
  }

  private async changeSlots(
    tx: Tx,
    roster: HospitalRosterRow,
    { slots, newSlots }: PlacesPlan,
  ): Promise<void> {
    await tx.query(
      `update slot set ends_at = s.ends_at, capacity = s.capacity, is_closed = s.is_closed
         from unnest($1::uuid[], $2::timestamptz[], $3::int[], $4::boolean[]) as s (id, ends_at, capacity, is_closed)
        where slot.id = s.id`,
      [
        slots.map(({ id }) => id),
        slots.map(({ endsAt }) => endsAt),
        slots.map(({ capacity }) => capacity),
        slots.map(({ isClosed }) => isClosed),
      ],
    );
    await tx.query(
      `insert into slot (id, roster_id, doctor_id, department_id, branch_id, date, period, starts_at, ends_at,
         capacity, fee_fen, release_at, is_closed)
       select s.id, r.id, r.doctor_id, r.department_id, r.branch_id, r.date, r.period, s.starts_at, s.ends_at,
         s.capacity, r.fee_fen, r.release_at, r.is_closed
         from roster r, unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::int[])
           as s (id, starts_at, ends_at, capacity)
        where r.id = $1`,
      [
        roster.id,
        newSlots.map(({ id }) => id),
        newSlots.map(({ startsAt }) => startsAt),
        newSlots.map(({ endsAt }) => endsAt),
        newSlots.map(({ capacity }) => capacity),
      ],
    );
  }

  /** Where somebody once had a place the slot stays, empty and closed: their history names it. */
  private async endSlots(tx: Tx, slotIds: readonly string[]): Promise<void> {
    if (slotIds.length === 0) return;
    await tx.query(
      `delete from slot s where s.id = any($1)
          and not exists (select 1 from appointment where slot_id = s.id)
          and not exists (select 1 from hold where slot_id = s.id)
          and not exists (select 1 from reschedule where s.id in (from_slot_id, to_slot_id))`,
      [slotIds],
    );
    await tx.query(`update slot set is_closed = true, capacity = 0 where id = any($1)`, [slotIds]);
  }
}
