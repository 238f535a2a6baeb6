/** Who waits before a booked-out clinic: a line, an offer that is open now, and a visit that was moved. */
import { maskName, type DayPeriod } from '@suizhen/contract';
import { addMinutes, chineseMoment, type LocalDate } from '../../src/kernel/local-date';
import { offerDeadline } from '../../src/modules/appointments/waitlist/offer-deadline';
import { waitlistOfferedMessage } from '../../src/modules/messaging/waitlist-texts';
import { portalAccounts } from './accounts';
import { addRows, type DemoContext } from './demo-context';
import { townPatientId } from './patients';
import { demoId } from './seeded';

/** The defaults of the waitlist's settings: to read them there would load the whole server. */
const rules = {
  offerMinutes: 30,
  quietFrom: '22:00',
  quietUntil: '07:00',
  cutoffMinutes: 60,
};

/** A slot of which every place is taken, one of them by somebody who has not paid yet. */
interface FullSlot extends Record<string, unknown> {
  id: string;
  doctor_id: string;
  doctor_name: string;
  department_id: string;
  department_name: string;
  branch_id: string;
  date: LocalDate;
  period: DayPeriod;
  starts_at: Date;
  ends_at: Date;
  fee_fen: string;
  appointment_id: string;
  place_number: number;
}

interface Waiting {
  key: string;
  patientId: string;
  accountId: string | null;
  joinedAt: Date;
  state: 'waiting' | 'offered' | 'withdrawn' | 'ended';
}

const [family, friend] = portalAccounts;

/** Once, when the hospital is new: what happens afterwards the worker sees to. */
export async function addWaitlist(context: DemoContext): Promise<void> {
  const { sql } = context;
  const known = await sql.query(`select 1 from waitlist_entry limit 1`);
  if (known.length > 0) return;
  await addMovedVisit(context);
  const [slot] = await fullSlots(context);
  if (!slot) return;
  const line = lineBefore(context, slot);
  await addRows(
    sql,
    'waitlist_entry',
    line.map((one) => entryRow(slot, one)),
  );
  await addRows(
    sql,
    'waitlist_receipt',
    line.flatMap((one) => receiptRows(one)),
  );
  await offerTo(
    context,
    slot,
    line.find((one) => one.state === 'offered')!,
  );
}

function fullSlots({ sql, now }: DemoContext): Promise<FullSlot[]> {
  return sql.query<FullSlot>(
    `select s.id, s.doctor_id, d.name as doctor_name, s.department_id, dp.name as department_name, s.branch_id,
       s.date::text as date, s.period, s.starts_at, s.ends_at, s.fee_fen, a.id as appointment_id, a.place_number
     from slot s
     join doctor d on d.id = s.doctor_id
     join department dp on dp.id = s.department_id
     join appointment a on a.slot_id = s.id and a.status = 'booked' and a.fee_state = 'pay-at-desk'
      and a.patient_id <> all($2)
     where s.starts_at > $1::timestamptz + interval '20 hours' and s.release_at < $1 and not s.is_closed
       and a.created_at < $1::timestamptz - interval '30 minutes'
       and not exists (select from place where slot_id = s.id and state = 'free' and channel in ('any', 'wechat'))
       and not exists (select from appointment o where o.patient_id = any($2) and o.department_id = s.department_id
         and o.date = s.date and o.status in ('pending', 'booked', 'arrived'))
     order by s.fee_fen desc, s.date, s.starts_at, a.id limit 1`,
    [now, familyIds()],
  );
}

function familyIds(): string[] {
  return portalAccounts.flatMap((account) =>
    [0, 1, 2, 3].map((member) => demoId('patient', `${account.phone}/${member}`)),
  );
}

/** Longest first: it is the grandmother's turn, the others wait on. */
function lineBefore({ now }: DemoContext, slot: FullSlot): Waiting[] {
  const ago = (minutes: number) => addMinutes(now, -minutes);
  const of = (account: { phone: string } | undefined, member: number) => ({
    patientId: demoId('patient', `${account?.phone ?? ''}/${member}`),
    accountId: demoId('account', account?.phone ?? ''),
  });
  const town = (n: number) => ({ patientId: townPatientId(n), accountId: null });
  const line: Omit<Waiting, 'key'>[] = [
    { ...of(family, 1), joinedAt: ago(29), state: 'offered' },
    { ...town(11), joinedAt: ago(28), state: 'withdrawn' },
    ...[17, 23, 31].map((n, i) => ({
      ...town(n),
      joinedAt: ago(27 - i),
      state: 'waiting' as const,
    })),
    { ...of(family, 2), joinedAt: ago(20), state: 'waiting' },
    { ...town(41), joinedAt: ago(15), state: 'waiting' },
    { ...of(friend, 0), joinedAt: ago(12), state: 'waiting' },
  ];
  return line.map((one) => ({ ...one, key: `${slot.id}/${one.patientId}` }));
}

const isOver = (state: Waiting['state']) => state === 'withdrawn' || state === 'ended';

function cutoffOf(slot: FullSlot): Date {
  return addMinutes(slot.starts_at, -rules.cutoffMinutes);
}

function entryRow(slot: FullSlot, one: Waiting): Record<string, unknown> {
  return {
    id: demoId('waitlist', one.key),
    patient_id: one.patientId,
    account_id: one.accountId,
    channel: 'wechat',
    target: 'slot',
    wish_key: `${one.patientId}:slot:${slot.id}`,
    slot_id: slot.id,
    doctor_id: slot.doctor_id,
    department_id: slot.department_id,
    branch_id: slot.branch_id,
    from_date: slot.date,
    to_date: slot.date,
    period: slot.period,
    starts_at: slot.starts_at,
    state: one.state,
    joined_at: one.joinedAt,
    ends_at: cutoffOf(slot),
    settled_at: isOver(one.state) ? addMinutes(one.joinedAt, 5) : null,
  };
}

function receiptRows(one: Waiting): Record<string, unknown>[] {
  const receipt = (step: string, at: Date, detail = '') => ({
    id: demoId('receipt', `${one.key}/${step}`),
    entry_id: demoId('waitlist', one.key),
    ...{ at, step, detail },
  });
  const joined = receipt('joined', one.joinedAt);
  if (one.state !== 'withdrawn') return [joined];
  return [joined, receipt('withdrawn', addMinutes(one.joinedAt, 5), '患者退出候补')];
}

/** Somebody cancelled a moment ago, and the place is kept for the head of the line. */
async function offerTo({ sql, now }: DemoContext, slot: FullSlot, head: Waiting): Promise<void> {
  const cancelledAt = addMinutes(now, -2);
  await sql.query(
    `update appointment set status = 'cancelled', cancelled_at = $2, cancelled_by = 'patient',
       cancel_reason = 'schedule-conflict', version = version + 1 where id = $1`,
    [slot.appointment_id, cancelledAt],
  );
  await sql.query(
    `update place set state = 'offered', appointment_id = null, round = 1 where slot_id = $1 and number = $2`,
    [slot.id, slot.place_number],
  );
  await sql.query(
    `insert into audit_event (id, at, actor_kind, actor_name, action, resource_kind, resource_id, patient_id)
     select $2, $3, 'account', '', 'appointment.cancel', 'appointment', id::text, patient_id
       from appointment where id = $1`,
    [slot.appointment_id, demoId('audit', `waitlist/${slot.appointment_id}`), cancelledAt],
  );
  const times = {
    offerMinutes: rules.offerMinutes,
    quietFrom: rules.quietFrom,
    quietUntil: rules.quietUntil,
  };
  const expiresAt = offerDeadline(now, times, cutoffOf(slot));
  const entryId = demoId('waitlist', head.key);
  await addRows(sql, 'waitlist_offer', [
    {
      id: demoId('offer', head.key),
      entry_id: entryId,
      slot_id: slot.id,
      place_number: slot.place_number,
      round: 1,
      exclusivity_key: `department-day:${head.patientId}:${slot.department_id}:${slot.date}`,
      date: slot.date,
      starts_at: slot.starts_at,
      ends_at: slot.ends_at,
      fee_fen: slot.fee_fen,
      state: 'open',
      offered_at: cancelledAt,
      expires_at: expiresAt,
    },
  ]);
  await addRows(sql, 'waitlist_receipt', [
    {
      id: demoId('receipt', `${head.key}/offered`),
      entry_id: entryId,
      at: cancelledAt,
      step: 'offered',
      detail: `${chineseMoment(slot.starts_at)} 第 ${slot.place_number} 号，请在 ${chineseMoment(expiresAt)} 前处理`,
    },
  ]);
  await tell({ sql }, slot, head, { expiresAt, offeredAt: cancelledAt });
}

async function tell(
  { sql }: Pick<DemoContext, 'sql'>,
  slot: FullSlot,
  head: Waiting,
  { expiresAt, offeredAt }: { expiresAt: Date; offeredAt: Date },
): Promise<void> {
  const [patient] = await sql.query<{ name: string }>(`select name from patient where id = $1`, [
    head.patientId,
  ]);
  const { kind, title, body } = waitlistOfferedMessage(
    {
      nameMasked: maskName(patient?.name ?? ''),
      target: 'slot',
      from: slot.date,
      to: slot.date,
      period: slot.period,
      startsAt: slot.starts_at,
      department: slot.department_name,
      doctor: slot.doctor_name,
    },
    { startsAt: slot.starts_at, number: slot.place_number, expiresAt },
  );
  const key = `demo:${kind}:${head.key}`;
  await addRows(sql, 'inbox_message', [
    {
      id: demoId('message', key),
      account_id: head.accountId,
      patient_id: head.patientId,
      ...{ kind, title, body },
      appointment_id: null,
      dedupe_key: key,
      created_at: offeredAt,
      read_at: null,
    },
  ]);
}

/** A visit of a demo account was moved once already, from the day's first slot of the same doctor. */
async function addMovedVisit({ sql, now }: DemoContext): Promise<void> {
  const accountId = demoId('account', portalAccounts[2]?.phone ?? '');
  const [visit] = await sql.query<{ id: string; patient_id: string; moved_at: Date; from: string }>(
    `select a.id, a.patient_id, a.created_at + ($2::timestamptz - a.created_at) / 2 as moved_at, s.id as from
       from appointment a join slot s on s.doctor_id = a.doctor_id and s.id <> a.slot_id and s.date >= a.date
      where a.account_id = $1 and a.status = 'booked' and a.starts_at > $2
      order by a.starts_at, s.starts_at limit 1`,
    [accountId, now],
  );
  if (!visit) return;
  const id = demoId('reschedule', visit.id);
  await sql.query(
    `insert into reschedule (id, appointment_id, kind, state, from_slot_id, from_number, from_starts_at, from_fee_fen,
       to_slot_id, to_number, to_fee_fen, due_fen, created_at, settled_at)
     select $1, a.id, 'patient', 'completed', s.id, pl.number, s.starts_at, a.fee_fen, a.slot_id, a.place_number,
       a.fee_fen, 0, $4, $4
       from appointment a join slot s on s.id = $3 join place pl on pl.slot_id = s.id
      where a.id = $2 order by pl.number limit 1 on conflict do nothing`,
    [id, visit.id, visit.from, visit.moved_at],
  );
  await sql.query(`update appointment set reschedule_count = 1 where id = $1`, [visit.id]);
  await addRows(sql, 'audit_event', [
    {
      id: demoId('audit', `reschedule/${visit.id}`),
      at: visit.moved_at,
      actor_kind: 'account',
      actor_id: accountId,
      actor_name: '',
      actor_role: '',
      action: 'appointment.reschedule',
      resource_kind: 'appointment',
      resource_id: visit.id,
      patient_id: visit.patient_id,
      outcome: 'ok',
      detail: { rescheduleId: id },
    },
  ]);
}
