import { expect } from 'vitest';
import type { TestApp } from './app';

interface Counts {
  places: number;
  untrue: number;
  offers_astray: number;
  entries_astray: number;
  /** Free places that somebody who waits for them has not been asked for. */
  idle: number;
}

/**
 * What must hold at every moment of places, offers and entries of these slots.
 * @param atRest nothing runs: then no place may be free while somebody waits for it
 */
export async function checkWaitlist(
  app: TestApp,
  slotIds: readonly string[],
  atRest = false,
): Promise<void> {
  const { rows } = await app.sql.query<Counts>(
    `select
       (select count(*)::int from place where slot_id = any($1)) as places,
       (select count(*)::int from place pl
         left join appointment a on a.slot_id = pl.slot_id and a.place_number = pl.number
          and a.status in ('pending', 'booked', 'arrived')
         left join waitlist_offer o on o.slot_id = pl.slot_id and o.place_number = pl.number and o.state = 'open'
        where pl.slot_id = any($1) and not case pl.state
          when 'free' then a.id is null and o.id is null
          when 'offered' then a.id is null and o.id is not null
          when 'held' then o.id is null and pl.appointment_id is not null
          when 'sold' then o.id is null and a.id = pl.appointment_id
          else a.id is null and o.id is null end) as untrue,
       (select count(*)::int from waitlist_offer o
         join waitlist_entry e on e.id = o.entry_id
         left join place pl on pl.slot_id = o.slot_id and pl.number = o.place_number
        where o.slot_id = any($1) and o.state = 'open'
          and (e.state <> 'offered' or pl.state is distinct from 'offered')) as offers_astray,
       (select count(*)::int from waitlist_entry e
         left join waitlist_offer o on o.entry_id = e.id and o.state = 'open'
        where (e.state = 'offered') <> (o.id is not null)
           or (e.state = 'fulfilled') <> (e.appointment_id is not null)) as entries_astray,
       (select count(*)::int from place pl join slot s on s.id = pl.slot_id
         join waitlist_entry e on e.doctor_id = s.doctor_id and e.state = 'waiting'
          and s.date between e.from_date and e.to_date and (e.slot_id is null or e.slot_id = s.id)
          and pl.channel in ('any', e.channel)
        where pl.slot_id = any($1) and pl.state = 'free' and e.ends_at > $2
          and s.starts_at > $2::timestamptz + interval '60 minutes'
          and not exists (select from waitlist_offer o where o.entry_id = e.id and o.slot_id = pl.slot_id
             and o.place_number = pl.number and o.round = pl.round)
          and not exists (select from appointment a where a.patient_id = e.patient_id
             and a.department_id = s.department_id and a.date = s.date
             and a.status in ('pending', 'booked', 'arrived'))
          and not exists (select from waitlist_offer o join waitlist_entry w on w.id = o.entry_id
             join slot os on os.id = o.slot_id
            where w.patient_id = e.patient_id and o.state = 'open' and os.date = s.date
              and os.department_id = s.department_id)) as idle`,
    [slotIds, app.clock.now()],
  );
  const { idle, places, ...astray } = rows[0]!;
  const { rows: slots } = await app.sql.query<{ capacity: number }>(
    `select sum(capacity)::int as capacity from slot where id = any($1)`,
    [slotIds],
  );
  expect(places).toBe(slots[0]!.capacity);
  expect(astray).toEqual({ untrue: 0, offers_astray: 0, entries_astray: 0 });
  if (atRest) expect(idle).toBe(0);
}
