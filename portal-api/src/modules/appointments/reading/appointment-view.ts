import type {
  AppointmentStatus,
  CancelActor,
  CancelReason,
  DayPeriod,
  DoctorTitle,
  FeeState,
  PaymentMethod,
  RefundState,
} from '@suizhen/contract';

/** An appointment with the names around it, as JSON from PostgreSQL: instants are text with an offset. */
export interface AppointmentView {
  id: string;
  appointment_no: string;
  status: AppointmentStatus;
  patient_id: string;
  patient_name: string;
  doctor_id: string;
  doctor_name: string;
  doctor_title: DoctorTitle;
  department_id: string;
  department_name: string;
  department_location: string;
  room: string;
  branch_id: string;
  branch_name: string;
  branch_address: string;
  slot_id: string;
  date: string;
  period: DayPeriod;
  starts_at: string;
  ends_at: string;
  place_number: number;
  fee_fen: number;
  fee_state: FeeState;
  check_in_code: string;
  cancelled_at: string | null;
  cancelled_by: CancelActor | null;
  cancel_reason: CancelReason | null;
  created_at: string;
  reschedule_count: number;
  is_suspended: boolean;
  /** Left out of the answer to a claim: the hospital is asked afterwards. */
  hospital_awaited_at?: string | null;
  hospital_confirmed_at?: string | null;
  hold_id: string | null;
  hold_expires_at: string | null;
  payment_id: string | null;
  payment_method: PaymentMethod | null;
  refund: RefundView | null;
}

/** As the answer to a claim leaves it where the hospital, which owns the numbers, is asked afterwards. */
export function asAwaited(view: AppointmentView): AppointmentView {
  return { ...view, hospital_awaited_at: view.created_at };
}

export interface RefundView {
  refund_no: string;
  amount_fen: number;
  state: RefundState;
  requested_at: string;
  succeeded_at: string | null;
}

/**
 * Over `o` (payment_order): the one to show, what came in before what did not. Money from the till first:
 * it says that the visit is cancelled over the counter.
 */
export const whichPayment = `(o.state in ('paid', 'partially-refunded', 'refunded')) desc,
       (o.state <> 'refunded') desc, (o.method in ('cash', 'bank-card', 'insurance')) desc, o.created_at desc`;

const columns = `a.id, a.appointment_no, a.status, a.patient_id, p.name as patient_name, a.doctor_id,
    d.name as doctor_name, d.title as doctor_title, a.department_id, dp.name as department_name,
    dp.location as department_location, r.room, a.branch_id, b.name as branch_name, b.address as branch_address,
    a.slot_id, a.date, a.period, a.starts_at, a.ends_at, a.place_number, a.fee_fen, a.fee_state, a.check_in_code,
    a.cancelled_at, a.cancelled_by, a.cancel_reason, a.created_at, a.reschedule_count, a.is_suspended,
    a.hospital_awaited_at, a.hospital_confirmed_at, h.id as hold_id, h.expires_at as hold_expires_at, pay.id as payment_id,
    pay.method as payment_method, rf.refund`;

/** Everything a patient's client shows, ready to be narrowed by a `where` on `a`. */
const appointmentTables = `appointment a
    join patient p on p.id = a.patient_id
    join doctor d on d.id = a.doctor_id
    join department dp on dp.id = a.department_id
    join branch b on b.id = a.branch_id
    join slot s on s.id = a.slot_id
    join roster r on r.id = s.roster_id
    left join hold h on h.appointment_id = a.id and h.purpose = 'booking' and h.state = 'active'
    left join lateral (
      select id, payment_no, method, amount_fen, paid_at from payment_order o where o.appointment_id = a.id
       order by ${whichPayment} limit 1) pay on true
    left join lateral (
      select jsonb_build_object('refund_no', f.refund_no, 'amount_fen', f.amount_fen, 'state', f.state,
               'requested_at', f.requested_at, 'succeeded_at', f.succeeded_at) as refund
        from refund f join payment_order o on o.id = f.payment_id
       where o.appointment_id = a.id order by f.requested_at desc limit 1) rf on true`;

/** @param tail `where …`, `order by …`, `limit …` */
export function selectViews(tail: string): string {
  return `select to_jsonb(v) as view from (select ${columns} from ${appointmentTables} ${tail}) v`;
}
