import { maskName, type PaymentMethod } from '@suizhen/contract';
import { chineseMoment } from '../../src/kernel/local-date';
import {
  bookedMessage,
  cancelledMessage,
  paidMessage,
  refundedMessage,
  type Message,
} from '../../src/modules/messaging/message-texts';
import type { VisitFacts } from '../../src/modules/messaging/visit-facts';
import { portalAccounts } from './accounts';
import { addRows, type DemoContext } from './demo-context';
import { demoId } from './seeded';

type VisitRow = Omit<VisitFacts, 'nameMasked' | 'time' | 'number' | 'place'> & {
  account_id: string;
  name: string;
  starts_at: Date;
  place_number: number;
  location: string;
  booked_at: Date | null;
  cancelled_at: Date | null;
  method: PaymentMethod | null;
  paid_at: Date | null;
  refunded_at: Date | null;
  fee_fen: string;
};

const whatToBring = '请携带身份证件、就诊卡或医保卡，提前 15 分钟到达。';

/** The demo accounts' inboxes: what the product itself would have told them, in its own words. */
export async function addFamilyMessages({ sql }: DemoContext): Promise<void> {
  const visits = await sql.query<VisitRow>(
    `select a.id as "appointmentId", a.patient_id as "patientId", a.status, a.date::text, a.account_id,
       p.name, a.starts_at, a.place_number, a.fee_state as "feeState", a.cancelled_by as "cancelledBy",
       a.cancel_reason as "cancelReason", a.booked_at, a.cancelled_at, a.fee_fen,
       department.name as department, doctor.name as doctor, concat_ws(' ', branch.name, department.location) as location,
       o.method, o.paid_at, refund.succeeded_at as refunded_at
     from appointment a
     join patient p on p.id = a.patient_id
     join department on department.id = a.department_id
     join branch on branch.id = a.branch_id
     join doctor on doctor.id = a.doctor_id
     left join payment_order o on o.appointment_id = a.id
     left join refund on refund.payment_id = o.id
     where a.account_id = any($1) and a.booked_at is not null
     order by a.created_at`,
    [portalAccounts.map((account) => demoId('account', account.phone))],
  );
  await addRows(sql, 'inbox_message', visits.flatMap(messagesOf));
}

function messagesOf(visit: VisitRow) {
  const facts: VisitFacts = {
    ...visit,
    nameMasked: maskName(visit.name),
    time: chineseMoment(visit.starts_at),
    number: String(visit.place_number),
    place: visit.location,
  };
  const fee = Number(visit.fee_fen);
  const told: [Date | null, () => Message][] = [
    [visit.booked_at, () => bookedMessage(facts, whatToBring)],
    [visit.paid_at, () => paidMessage(facts, fee, visit.method ?? 'wechat-jsapi')],
    [visit.cancelled_at, () => cancelledMessage(facts)],
    [visit.refunded_at, () => refundedMessage(facts, fee)],
  ];
  return told.flatMap(([at, say]) => (at ? [inboxRow(visit, at, say())] : []));
}

function inboxRow(visit: VisitRow, at: Date, { kind, title, body }: Message) {
  const key = `demo:${kind}:${visit.appointmentId}`;
  // What happened to visits that are over has been read long ago.
  const isOver = visit.status !== 'booked';
  return {
    id: demoId('message', key),
    account_id: visit.account_id,
    patient_id: visit.patientId,
    kind,
    title,
    body,
    appointment_id: visit.appointmentId,
    dedupe_key: key,
    created_at: at.toISOString(),
    read_at: isOver ? at.toISOString() : null,
  };
}
