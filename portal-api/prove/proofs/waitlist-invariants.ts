import type { Pool } from 'pg';
import { must } from '../proof';

/** Before this, somebody who waits is not offered places any more (the default of the setting). */
const cutoff = `interval '60 minutes'`;

/** Over `e`, `s`, `pl`: the entry asks for this place, whatever has happened with it. */
const wished = `e.doctor_id = s.doctor_id and s.date between e.from_date and e.to_date
  and (e.period is null or e.period = s.period) and (e.slot_id is null or e.slot_id = s.id)
  and pl.channel in ('any', e.channel)`;

const list = async (sql: Pool, text: string, values: unknown[]) =>
  (await sql.query<Record<string, unknown>>(`${text} limit 3`, values)).rows;

/** At every moment: an offer has one place and one entry, which know of it; none is given twice. */
export async function requireTrueOffers(sql: Pool, slotIds: readonly string[]): Promise<void> {
  const astray = await list(
    sql,
    `select o.id, o.state, e.state as entry, pl.state as place from waitlist_offer o
       join waitlist_entry e on e.id = o.entry_id
       join place pl on pl.slot_id = o.slot_id and pl.number = o.place_number
      where o.slot_id = any($1) and o.state = 'open' and (e.state <> 'offered' or pl.state <> 'offered')`,
    [slotIds],
  );
  must(astray.length === 0, 'an offer is lost: its place or its entry does not know of it', astray);
  const empty = await list(
    sql,
    `select e.id, e.state from waitlist_entry e where e.doctor_id in (select doctor_id from slot where id = any($1))
        and ((e.state = 'offered') <> (1 = (select count(*) from waitlist_offer o where o.entry_id = e.id and o.state = 'open'))
          or (e.state = 'fulfilled') <> (1 = (select count(*) from waitlist_offer o where o.entry_id = e.id and o.state = 'accepted')))`,
    [slotIds],
  );
  must(empty.length === 0, 'an entry and its offers do not agree', empty);
  const twice = await list(
    sql,
    `select slot_id, place_number, count(*)::int from waitlist_offer where slot_id = any($1)
        and state in ('open', 'accepted') group by slot_id, place_number, round having count(*) > 1`,
    [slotIds],
  );
  must(twice.length === 0, 'a place was given twice in one round', twice);
  const silent = await list(
    sql,
    `select e.id from waitlist_entry e where e.doctor_id in (select doctor_id from slot where id = any($1)) and
       (select count(*) from waitlist_offer o where o.entry_id = e.id)
         <> (select count(*) from waitlist_receipt r where r.entry_id = e.id and r.step = 'offered')`,
    [slotIds],
  );
  must(silent.length === 0, 'an offer without its receipt', silent);
}

/** At rest: no place is free while somebody waits for it who has not passed it on and may have it. */
export async function idlePlaces(sql: Pool, slotIds: readonly string[], now: Date) {
  return list(
    sql,
    `select pl.slot_id, pl.number, pl.round, e.id as entry from place pl join slot s on s.id = pl.slot_id
       join waitlist_entry e on ${wished}
      where pl.slot_id = any($1) and pl.state = 'free' and e.state = 'waiting' and e.ends_at > $2
        and s.starts_at > $2::timestamptz + ${cutoff} and not s.is_closed
        and not exists (select from waitlist_offer o where o.entry_id = e.id and o.slot_id = pl.slot_id
          and o.place_number = pl.number and o.round = pl.round)
        and not exists (select from appointment a where a.patient_id = e.patient_id and a.date = s.date
          and a.department_id = s.department_id and a.status in ('pending', 'booked', 'arrived'))
        and not exists (select from waitlist_offer o join waitlist_entry w on w.id = o.entry_id
          join slot os on os.id = o.slot_id where w.patient_id = e.patient_id and o.state = 'open'
           and os.date = s.date and os.department_id = s.department_id)`,
    [slotIds, now],
  );
}

/**
 * Out of what was written: whenever a place was offered, nobody who had joined earlier, waited for such a
 * place, and was free for it was passed by. Who changed within the same moment is left out: the two may
 * have seen each other either way.
 */
export async function requireNobodySkipped(sql: Pool, slotIds: readonly string[]): Promise<void> {
  const moment = `interval '1500 milliseconds'`;
  const skipped = await list(
    sql,
    `select o.id as offer, o.offered_at, e.id as skipped, e.joined_at, h.joined_at as head_joined_at
       from waitlist_offer o
       join waitlist_entry h on h.id = o.entry_id
       join place pl on pl.slot_id = o.slot_id and pl.number = o.place_number
       join slot s on s.id = o.slot_id
       join waitlist_entry e on ${wished} and (e.joined_at, e.id) < (h.joined_at, h.id)
      where o.slot_id = any($1)
        and e.joined_at < o.offered_at - ${moment} and e.ends_at > o.offered_at + ${moment}
        and (e.settled_at is null or e.settled_at > o.offered_at + ${moment})
        and not exists (select from waitlist_offer x where x.entry_id = e.id
          and x.offered_at < o.offered_at + ${moment}
          and (x.settled_at is null or x.settled_at > o.offered_at - ${moment}))
        and not exists (select from waitlist_offer x where x.entry_id = e.id and x.slot_id = o.slot_id
          and x.place_number = o.place_number and x.round = o.round)
        and not exists (select from appointment a where a.patient_id = e.patient_id and a.date = s.date
          and a.department_id = s.department_id and a.created_at < o.offered_at + ${moment}
          and (a.cancelled_at is null or a.cancelled_at > o.offered_at - ${moment}))
        and not exists (select from waitlist_offer x join waitlist_entry w on w.id = x.entry_id
          where w.patient_id = e.patient_id and w.id <> e.id and x.offered_at < o.offered_at + ${moment}
           and (x.settled_at is null or x.settled_at > o.offered_at - ${moment}))`,
    [slotIds],
  );
  must(skipped.length === 0, 'somebody who waited longer was skipped', skipped);
}
