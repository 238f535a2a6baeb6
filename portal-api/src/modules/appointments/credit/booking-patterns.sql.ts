import type { BookingPatternKind } from '@suizhen/contract';

/** What was only held and never taken says nothing. */
const recent = `a.date >= $1 and a.booked_at is not null`;

const counts = `count(*)::int as booked,
    count(*) filter (where a.status = 'cancelled' and a.cancelled_by = 'patient')::int as cancelled,
    count(*) filter (where a.status = 'noshow')::int as no_shows, max(a.created_at) as last_at`;

/**
 * Who books in ways that deserve a look, one statement for each kind. `$1` is the first day of visits that
 * are looked at, `$2` the same in real time (sessions), and `scope` an SQL condition over `appointment a`.
 *
 * The score only orders the list, 0 to 100; it judges nobody. Each kind weighs what is rare among ordinary
 * families:
 * - repeat-cancellers: 8 for each cancellation and up to 40 for their share of all bookings.
 *   Listed from three cancellations on, when they are at least half.
 * - many-patients-one-account: 12 for each patient and up to 40 for the share that was cancelled.
 *   Listed from four patients on.
 * - many-accounts-one-device: of one device 12 for each account and up to 40 for the cancelled share; of one
 *   address, behind which a whole waiting hall may sit, 4 for each and up to 20, and never more than 60.
 *   Listed from three accounts of a device, eight of an address.
 * - no-show-series: 25 for each visit of the longest unbroken series and 5 for every missed visit.
 *   Listed from two in a row on.
 */
export const patternSql: Record<BookingPatternKind, (scope: string) => string> = {
  'repeat-cancellers': (scope) => `
    select patient_id, p.name as patient_name, null::text as phone_cipher, null::text as origin, 1 as patients,
      accounts, booked, cancelled, no_shows, last_at, least(100, cancelled * 8 + 40.0 * cancelled / booked) as score
     from (select a.patient_id, count(distinct a.account_id)::int as accounts, ${counts}
             from appointment a where ${recent} and ${scope} group by a.patient_id) t
     join patient p on p.id = t.patient_id
    where cancelled >= 3 and cancelled * 2 >= booked`,

  'many-patients-one-account': (scope) => `
    select null::uuid as patient_id, null::text as patient_name, c.phone_cipher, t.account_id::text as origin,
      patients, 1 as accounts, booked, cancelled, no_shows, last_at,
      least(100, patients * 12 + 40.0 * cancelled / greatest(booked, 1)) as score
     from (select a.account_id, count(distinct a.patient_id)::int as patients, ${counts}
             from appointment a where ${recent} and a.account_id is not null and ${scope}
            group by a.account_id) t
     join account c on c.id = t.account_id
    where patients >= 4`,

  'many-accounts-one-device': (scope) => `
    with used as (
      select distinct s.account_id,
        case when s.device_index is not null then 'device:' || s.device_index else 'address:' || s.address end as origin
        from account_session s
       where s.last_seen_at >= $2 and coalesce(s.device_index, s.address) is not null
    ), crowded as (
      select origin from used group by origin
      having count(*) >= case when origin like 'device:%' then 3 else 8 end
    ), counted as (
      select u.origin, count(distinct u.account_id)::int as accounts, count(distinct a.patient_id)::int as patients,
        ${counts}
        from crowded join used u using (origin) join appointment a on a.account_id = u.account_id
       where ${recent} and ${scope} group by u.origin
    )
    select null::uuid as patient_id, null::text as patient_name, null::text as phone_cipher, origin, patients,
      accounts, booked, cancelled, no_shows, last_at,
      case when origin like 'device:%' then least(100, accounts * 12 + 40.0 * cancelled / greatest(booked, 1))
           else least(60, accounts * 4 + 20.0 * cancelled / greatest(booked, 1)) end as score
     from counted where accounts >= case when origin like 'device:%' then 3 else 8 end`,

  'no-show-series': (scope) => `
    with visit as (
      select a.patient_id, a.status, a.starts_at,
        row_number() over (partition by a.patient_id order by a.starts_at, a.id)
          - row_number() over (partition by a.patient_id, a.status order by a.starts_at, a.id) as run
        from appointment a where ${recent} and a.status in ('noshow', 'fulfilled', 'arrived') and ${scope}
    ), longest as (
      select patient_id, max(missed) as missed from (
        select patient_id, count(*)::int as missed from visit where status = 'noshow' group by patient_id, run) series
       group by patient_id having max(missed) >= 2
    ), counted as (
      select a.patient_id, count(distinct a.account_id)::int as accounts, ${counts}
        from longest join appointment a using (patient_id) where ${recent} and ${scope} group by a.patient_id
    )
    select t.patient_id, p.name as patient_name, null::text as phone_cipher, null::text as origin, 1 as patients,
      accounts, booked, cancelled, no_shows, last_at, least(100, missed * 25 + no_shows * 5) as score
     from counted t join longest using (patient_id) join patient p on p.id = t.patient_id`,
};
