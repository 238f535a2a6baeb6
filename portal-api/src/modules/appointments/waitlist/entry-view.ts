import type {
  Channel,
  DayPeriod,
  DoctorTitle,
  ResponseOf,
  WaitlistState,
  WaitlistStep,
  WaitlistTarget,
} from '@suizhen/contract';
import type { LocalDate } from '../../../kernel';

export type OfferAnswer = NonNullable<ResponseOf<'getMyWaitlistEntry'>['offer']>;
export type ReceiptAnswer = ResponseOf<'getMyWaitlistEntry'>['receipts'][number];

/** An offer as JSON from PostgreSQL: instants are text with an offset. */
interface OfferView {
  id: string;
  state: OfferAnswer['state'];
  slot_id: string;
  place_number: number;
  date: string;
  starts_at: string;
  ends_at: string;
  fee_fen: number;
  offered_at: string;
  expires_at: string;
}

/** An entry with the names around it. */
export interface EntryView extends Record<string, unknown> {
  id: string;
  state: WaitlistState;
  target: WaitlistTarget;
  patient_id: string;
  patient_name: string;
  phone_cipher: string;
  staff_id: string | null;
  team_id: string | null;
  doctor_id: string;
  doctor_name: string;
  doctor_title: DoctorTitle;
  department_id: string;
  department_name: string;
  branch_id: string;
  branch_name: string;
  from_date: LocalDate;
  to_date: LocalDate;
  period: DayPeriod | null;
  starts_at: Date | null;
  channel: Channel;
  joined_at: Date;
  ends_at: Date;
  ahead: number | null;
  appointment_id: string | null;
  offers: OfferView[];
  receipts: { at: string; step: WaitlistStep; detail: string }[];
}

/** Who waits for something that this entry `e` would take as well, and came before. */
const ahead = `
  case e.state
    when 'offered' then 0
    when 'waiting' then (
      select count(*)::int from waitlist_entry b
       where b.doctor_id = e.doctor_id and b.state = 'waiting' and (b.joined_at, b.id) < (e.joined_at, e.id)
         and b.from_date <= e.to_date and b.to_date >= e.from_date
         and (b.period is null or e.period is null or b.period = e.period)
         and (b.slot_id is null or e.slot_id is null or b.slot_id = e.slot_id))
  end`;

/**
 * @param tail `where …`, `order by …`, `limit …` over `e` (entry)
 */
export function selectEntries(tail: string): string {
  return `select e.id, e.state, e.target, e.patient_id, p.name as patient_name, p.phone_cipher, e.staff_id, st.team_id,
      e.doctor_id, d.name as doctor_name, d.title as doctor_title, e.department_id, dp.name as department_name,
      e.branch_id, b.name as branch_name, e.from_date::text as from_date, e.to_date::text as to_date, e.period,
      e.starts_at, e.channel, e.joined_at, e.ends_at, e.appointment_id, ${ahead} as ahead,
      coalesce((select jsonb_agg(to_jsonb(o) order by o.offered_at, o.id) from waitlist_offer o
                 where o.entry_id = e.id), '[]') as offers,
      coalesce((select jsonb_agg(to_jsonb(r) order by r.at, r.id) from waitlist_receipt r
                 where r.entry_id = e.id), '[]') as receipts
    from waitlist_entry e
    join patient p on p.id = e.patient_id
    join doctor d on d.id = e.doctor_id
    join department dp on dp.id = e.department_id
    join branch b on b.id = e.branch_id
    left join staff st on st.id = e.staff_id
    ${tail}`;
}

const iso = (instant: string) => new Date(instant).toISOString();

export function presentOffer(offer: OfferView): OfferAnswer {
  return {
    id: offer.id,
    state: offer.state,
    slotId: offer.slot_id,
    date: offer.date,
    startsAt: iso(offer.starts_at),
    endsAt: iso(offer.ends_at),
    queueNumber: offer.place_number,
    feeFen: offer.fee_fen,
    offeredAt: iso(offer.offered_at),
    expiresAt: iso(offer.expires_at),
  };
}

export function openOfferOf(view: EntryView): OfferAnswer | null {
  const open = view.offers.find((offer) => offer.state === 'open');
  return open ? presentOffer(open) : null;
}

export function presentReceipts(view: EntryView): ReceiptAnswer[] {
  return view.receipts.map(({ at, step, detail }) => ({ at: iso(at), step, detail }));
}
