import type { Sql } from '../../../kernel';
import type { RosterPlan } from './roster-plan';

/** A uuid v7 of the given millisecond, made in SQL: one statement makes thousands of slots. */
const uuidV7 = (millisecond: string) =>
  `encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
     placing substring(int8send(${millisecond}::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`;

// Rosters that clash are passed over by the constraints themselves (two writers at once cannot both
// win), and slots and places grow from those that went in: nothing is ever half-made. Numbers run
// through the whole roster in the order of time: slot index × capacity + n.
const makeRostersSql = `
  with plan as (
    select * from jsonb_to_recordset($1::jsonb) as plan (
      id uuid, doctor_id uuid, department_id uuid, branch_id uuid, date date, period text,
      start_time time, end_time time, slot_minutes int, shared int, wechat int, phone int, desk int,
      service_id uuid, fee_fen bigint, room text, release_at timestamptz, note text)
  ), made as (
    insert into roster (id, doctor_id, department_id, branch_id, date, period, start_time, end_time,
      slot_minutes, shared_capacity, wechat_capacity, phone_capacity, desk_capacity, service_id,
      fee_fen, room, release_at, note)
    select id, doctor_id, department_id, branch_id, date, period, start_time, end_time,
      slot_minutes, shared, wechat, phone, desk, service_id, fee_fen, room, release_at, note
    from plan order by date, start_time
    on conflict do nothing
    returning *
  ), timed as (
    select made.*, index,
      (date + start_time + make_interval(mins => slot_minutes * index)) at time zone interval '+08:00' as starts_at,
      shared_capacity + wechat_capacity + phone_capacity + desk_capacity as places
    from made cross join lateral generate_series(0,
      (extract(epoch from end_time - start_time) / 60)::int / slot_minutes - 1) as index
  ), slots as (
    insert into slot (id, roster_id, doctor_id, department_id, branch_id, date, period, starts_at, ends_at,
      capacity, fee_fen, release_at)
    select ${uuidV7('$2')}, id, doctor_id, department_id, branch_id, date, period, starts_at,
      starts_at + make_interval(mins => slot_minutes), places, fee_fen, release_at
    from timed
    returning id, roster_id, starts_at
  ), places as (
    insert into place (slot_id, number, channel)
    select slots.id, timed.index * timed.places + n,
      case when n <= shared_capacity then 'any'
           when n <= shared_capacity + wechat_capacity then 'wechat'
           when n <= shared_capacity + wechat_capacity + phone_capacity then 'phone'
           else 'desk' end
    from slots
    join timed on timed.id = slots.roster_id and timed.starts_at = slots.starts_at
    cross join lateral generate_series(1, timed.places) as n
  )
  select id from made`;

/**
 * Makes rosters with their slots and numbered places in one statement.
 * @returns the ids of those made; the others clash with what is there (see `explainClashes`)
 */
export async function makeRosters(
  sql: Sql,
  plans: readonly RosterPlan[],
  now: Date,
): Promise<Set<string>> {
  if (plans.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(makeRostersSql, [
    JSON.stringify(plans.map(toRecord)),
    now.getTime(),
  ]);
  return new Set(rows.map((row) => row.id));
}

function toRecord(plan: RosterPlan) {
  return {
    id: plan.id,
    doctor_id: plan.doctorId,
    department_id: plan.departmentId,
    branch_id: plan.branchId,
    date: plan.date,
    period: plan.period,
    start_time: plan.startTime,
    end_time: plan.endTime,
    slot_minutes: plan.slotMinutes,
    ...plan.capacity,
    service_id: plan.serviceId,
    fee_fen: plan.feeFen,
    room: plan.room,
    release_at: plan.releaseAt.toISOString(),
    note: plan.note,
  };
}
