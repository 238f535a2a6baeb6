import type { Pool } from 'pg';
import { must } from './proof';

/**
 * Every place of these slots in one look: free + held + offered + sold + closed = capacity; a place that is
 * somebody's and the appointment that has it name each other; at most one live appointment per place; what
 * is free is nobody's.
 */
export async function requireTruePlaces(sql: Pool, slotIds: readonly string[]): Promise<void> {
  const { rows } = await sql.query<{ slot_id: string; number: number; state: string; why: string }>(
    `with live as (
       select id, slot_id, place_number, status from appointment
        where slot_id = any($1) and status in ('pending', 'booked', 'arrived')
     ), judged as (
       select pl.slot_id, pl.number, pl.state,
         case
           when pl.state in ('free', 'offered', 'closed') and pl.appointment_id is not null then 'nobody''s, yet somebody has it'
           when pl.state in ('free', 'offered', 'closed') and exists (select from live l
             where l.slot_id = pl.slot_id and l.place_number = pl.number) then 'OVERSOLD: open, yet an appointment has it'
           when pl.state = 'closed' and not s.is_closed then 'LEAKED: closed in an open clinic'
           when pl.state = 'sold' and not exists (select from live l where l.id = pl.appointment_id
             and l.slot_id = pl.slot_id and l.place_number = pl.number and l.status in ('booked', 'arrived'))
             then 'LEAKED: sold to no live appointment'
           when pl.state = 'held' and not exists (select from hold h where h.id = pl.hold_id and h.state = 'active'
             and h.appointment_id = pl.appointment_id and h.slot_id = pl.slot_id and h.place_number = pl.number)
             then 'LEAKED: held by no active hold'
           when pl.state = 'offered' and (select count(*) from waitlist_offer o where o.state = 'open'
             and o.slot_id = pl.slot_id and o.place_number = pl.number) <> 1 then 'LEAKED: offered to nobody'
         end as why
       from place pl join slot s on s.id = pl.slot_id where pl.slot_id = any($1)
     )
     select slot_id, number, state, why from judged where why is not null
     union all
     select l.slot_id, l.place_number, l.status, 'OVERSOLD: an appointment whose place is not its own' from live l
      where not exists (select from place pl where pl.slot_id = l.slot_id and pl.number = l.place_number
        and pl.appointment_id = l.id and pl.state = case l.status when 'pending' then 'held' else 'sold' end)
     union all
     select slot_id, place_number, 'twice', 'OVERSOLD: two live appointments on one place' from live
      group by slot_id, place_number having count(*) > 1
     union all
     select s.id, s.capacity, 'count', 'places do not add up to the capacity' from slot s
      where s.id = any($1) and s.capacity <> (select count(*) from place pl where pl.slot_id = s.id
        and pl.state in ('free', 'held', 'offered', 'sold', 'closed'))
     limit 10`,
    [slotIds],
  );
  must(rows.length === 0, rows[0]?.why ?? '', rows);
}

/** A patient has at most one live appointment in a department on a day. */
export async function requireOneVisitEach(sql: Pool, slotIds: readonly string[]): Promise<void> {
  const { rows } = await sql.query(
    `select patient_id, count(*)::int as visits from appointment
      where slot_id = any($1) and status in ('pending', 'booked', 'arrived')
      group by patient_id, department_id, date having count(*) > 1 limit 5`,
    [slotIds],
  );
  must(rows.length === 0, 'a patient has two visits in one department on one day', rows);
}

/** These appointments, acknowledged to their patients, are there. */
export async function requireKept(sql: Pool, acknowledged: readonly string[]): Promise<void> {
  const { rows } = await sql.query<{ id: string }>(
    `select id from unnest($1::uuid[]) as said (id)
      where not exists (select from appointment a where a.id = said.id)`,
    [acknowledged],
  );
  must(rows.length === 0, `${rows.length} acknowledged bookings are lost`, rows.slice(0, 3));
}

/** How many rows `from …` finds. */
export async function countOf(sql: Pool, from: string, values: unknown[] = []): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(`select count(*)::int as n ${from}`, values);
  return rows[0]!.n;
}
