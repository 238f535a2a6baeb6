import { exclusivityKeySql } from '../booking/exclusivity-key';

/** Parameters that every question about fitting needs, for `namedSql`. */
export const fittingTypes = {
  now: 'timestamptz',
  lastDay: 'date',
  earliest: 'timestamptz',
  exclusivity: 'text',
} as const;

export interface FittingRules extends Record<keyof typeof fittingTypes, unknown> {
  now: Date;
  lastDay: string;
  /** Slots that begin later than this are before their cut-off. */
  earliest: Date;
  exclusivity: string;
}

/** Over `s` (slot): its places may be offered now. */
export const isOfferable = `
  not s.is_closed and s.release_at <= :now and s.date <= :lastDay and s.starts_at > :earliest
  and exists (
    select from doctor d join department dp on dp.id = s.department_id join branch b on b.id = s.branch_id
     where d.id = s.doctor_id and d.is_active and dp.is_active and b.is_active)`;

/** Over `e` (entry) and `s` (slot): the slot is what is wished for. */
const isWished = `
  e.doctor_id = s.doctor_id and s.date between e.from_date and e.to_date
  and (e.period is null or e.period = s.period) and (e.slot_id is null or e.slot_id = s.id)`;

export const offerKey = exclusivityKeySql(':exclusivity', 'e.patient_id', 's');

/**
 * Over `e`, `s` and `pl` (place): the entry would be offered this free place now. Who has passed it on
 * since it came free is not asked again; who has such a visit, or such an offer, needs no second.
 */
export const fits = `
  e.state = 'waiting' and e.ends_at > :now and ${isWished} and pl.channel in ('any', e.channel)
  and exists (select from patient p where p.id = e.patient_id and p.locked_at is null)
  and (e.channel <> 'wechat' or not exists (
    select from patient_credit c where c.patient_id = e.patient_id and c.suspended_until > :now))
  and not exists (
    select from appointment a
     where a.exclusivity_key = ${offerKey} and a.status in ('pending', 'booked', 'arrived'))
  and not exists (
    select from waitlist_offer o where o.state = 'open' and o.exclusivity_key = ${offerKey})
  and not exists (
    select from waitlist_offer o where o.entry_id = e.id and o.slot_id = pl.slot_id
       and o.place_number = pl.number and o.round = pl.round)`;
