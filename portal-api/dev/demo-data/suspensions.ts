/** 停诊 in the demonstration hospital: one of last week that is done, and one that people are working on. */
import { addDays, addMinutes, chineseMoment, localDateOf } from '../../src/kernel/local-date';
import {
  lastOfficeTime,
  nextOfficeTime,
  usualOfficeTime,
} from '../../src/modules/work/office-time';
import { addRows, type DemoContext } from './demo-context';
import { townPatientId, townSize } from './patients';
import { demoId, Seeded } from './seeded';
import { staffId } from './staff';

interface Clinic extends Record<string, unknown> {
  id: string;
  doctor_id: string;
  branch_id: string;
  starts_at: Date;
  last_booked_at: Date;
}

interface Visit extends Record<string, unknown> {
  id: string;
  appointment_no: string;
  patient_id: string;
  doctor_id: string;
  doctor_name: string;
  department_id: string;
  branch_id: string;
  slot_id: string;
  place_number: number;
  starts_at: Date;
  fee_fen: string;
  payment_id: string | null;
  is_paid_before: boolean;
}

/** Once, when the hospital is made. */
export async function addSuspensions(context: DemoContext): Promise<void> {
  const { sql, today, now } = context;
  const [known] = await sql.query(`select 1 from clinic_suspension limit 1`);
  if (known) return;
  const past = await pickClinic(context, {
    from: addDays(today, -8),
    to: addDays(today, -3),
    statuses: ['fulfilled', 'noshow'],
  });
  if (past) await addClosed(context, past);
  const coming = await pickClinic(context, {
    from: addDays(today, 2),
    to: addDays(today, 6),
    statuses: ['booked'],
    bookedBefore: addMinutes(now, -70),
  });
  if (coming) await addOpen(context, coming);
}

/** An afternoon of the main house that people of the town have booked, and nobody from the demo accounts. */
async function pickClinic(
  { sql, now }: DemoContext,
  wish: { from: string; to: string; statuses: string[]; bookedBefore?: Date },
): Promise<Clinic | undefined> {
  const town = Array.from({ length: townSize }, (_, n) => townPatientId(n));
  const [clinic] = await sql.query<Clinic>(
    `select r.id, r.doctor_id, r.branch_id, min(s.starts_at) as starts_at, max(a.booked_at) as last_booked_at
       from roster r
       join branch b on b.id = r.branch_id and b.code = 'MAIN'
       join slot s on s.roster_id = r.id
       join appointment a on a.slot_id = s.id and a.status in ('booked', 'arrived', 'fulfilled', 'noshow')
      where r.date between $1 and $2 and r.period = 'afternoon' and not r.is_closed
      group by r.id
     having count(*) between 2 and 9 and bool_and(a.patient_id = any($3) and a.status = any($4))
        and max(a.booked_at) < least($5::timestamptz, min(s.starts_at) - interval '2 hours')
      order by count(*) desc, r.id limit 1`,
    [wish.from, wish.to, town, wish.statuses, wish.bookedBefore ?? now],
  );
  return clinic;
}

function visitsOf({ sql }: DemoContext, clinic: Clinic, at: Date): Promise<Visit[]> {
  return sql.query<Visit>(
    `select a.id, a.appointment_no, a.patient_id, a.doctor_id, d.name as doctor_name, a.department_id, a.branch_id,
       a.slot_id, a.place_number, a.starts_at, a.fee_fen, p.id as payment_id,
       coalesce(p.paid_at < $2, false) as is_paid_before
     from appointment a
     join slot s on s.id = a.slot_id
     join doctor d on d.id = a.doctor_id
     left join payment_order p on p.appointment_id = a.id and p.state = 'paid'
     where s.roster_id = $1 and a.status in ('booked', 'arrived', 'fulfilled', 'noshow')
     order by a.starts_at, a.id`,
    [clinic.id, at],
  );
}

async function close(
  { sql }: DemoContext,
  key: string,
  clinic: Clinic,
  at: Date,
  rest: Record<string, unknown>,
  booked: number,
): Promise<string> {
  const id = demoId('suspension', key);
  await addRows(sql, 'clinic_suspension', [
    {
      id,
      branch_id: clinic.branch_id,
      created_at: at,
      created_by: staffId('manager'),
      ...rest,
    },
  ]);
  await addRows(sql, 'suspension_roster', [
    { suspension_id: id, roster_id: clinic.id, booked, held: 0, waiting: 0 },
  ]);
  await sql.query(`update roster set is_closed = true, version = version + 1 where id = $1`, [
    clinic.id,
  ]);
  await sql.query(`update slot set is_closed = true where roster_id = $1`, [clinic.id]);
  await sql.query(
    `update place set state = 'closed' from slot
      where slot.id = place.slot_id and slot.roster_id = $1 and place.state = 'free'`,
    [clinic.id],
  );
  return id;
}

/** As the product has it: by the evening before, or in the morning where that is past. */
function dueBefore(deadline: Date, now: Date): Date {
  const last = lastOfficeTime(deadline, usualOfficeTime);
  return last > now ? last : nextOfficeTime(deadline, usualOfficeTime);
}

function caseRow(suspensionId: string, visit: Visit, at: Date, clinic: Clinic) {
  return {
    id: demoId('suspension-case', visit.appointment_no),
    suspension_id: suspensionId,
    appointment_id: visit.id,
    patient_id: visit.patient_id,
    doctor_id: visit.doctor_id,
    department_id: visit.department_id,
    branch_id: visit.branch_id,
    starts_at: visit.starts_at,
    answer_before: new Date(
      Math.max(addMinutes(clinic.starts_at, -720).getTime(), addMinutes(at, 120).getTime()),
    ),
    created_at: at,
    told_at: at,
  };
}

/** Everybody had another visit or the money back, and the suspension was closed the same evening. */
async function addClosed(context: DemoContext, clinic: Clinic): Promise<void> {
  const at = addMinutes(clinic.last_booked_at, 15);
  const visits = await visitsOf(context, clinic, at);
  const rest = {
    state: 'closed',
    reason: 'doctor-ill',
    note: '医生突发高热，已通知门诊部',
    closed_at: addMinutes(clinic.starts_at, 240),
    closed_by: staffId('manager'),
  };
  const id = await close(context, 'closed', clinic, at, rest, visits.length);
  const cases: Record<string, unknown>[] = [];
  for (const [index, visit] of visits.entries()) {
    const answeredAt = addMinutes(at, 12 + index * 9);
    const hasMoved = index % 2 === 0 && (await move(context, visit, answeredAt));
    if (!hasMoved) await cancel(context, visit, answeredAt);
    cases.push({
      ...caseRow(id, visit, at, clinic),
      state: hasMoved ? 'rescheduled' : 'cancelled',
      reached_at: addMinutes(at, 2),
      reached_by: 'sms',
      resolved_at: answeredAt,
      resolved_by: '患者',
    });
  }
  await addRows(context.sql, 'suspension_case', cases);
}

/** To the doctor's next clinic with a free place; what was paid stays paid. */
async function move({ sql, now }: DemoContext, visit: Visit, at: Date): Promise<boolean> {
  const [target] = await sql.query<{ slot_id: string; number: number; is_over: boolean }>(
    `select s.id as slot_id, p.number, s.ends_at < $4 as is_over from slot s
       join place p on p.slot_id = s.id and p.state = 'free'
      where s.doctor_id = $1 and s.starts_at > $2 and s.fee_fen = $3 and not s.is_closed
        and not exists (select 1 from appointment o where o.patient_id = $5 and o.id <> $6 and o.date = s.date
                          and o.department_id = s.department_id)
      order by s.starts_at, p.number limit 1`,
    [visit.doctor_id, visit.starts_at, visit.fee_fen, now, visit.patient_id, visit.id],
  );
  if (!target) return false;
  const from = [visit.slot_id, visit.place_number];
  await addRows(sql, 'reschedule', [
    {
      id: demoId('reschedule', visit.appointment_no),
      appointment_id: visit.id,
      kind: 'suspension',
      state: 'completed',
      from_slot_id: visit.slot_id,
      from_number: visit.place_number,
      from_starts_at: visit.starts_at,
      from_fee_fen: visit.fee_fen,
      to_slot_id: target.slot_id,
      to_number: target.number,
      to_fee_fen: visit.fee_fen,
      due_fen: 0,
      reason: '医生停诊',
      created_at: at,
      settled_at: at,
    },
  ]);
  await sql.query(
    `update appointment a set slot_id = s.id, place_number = $3, date = s.date, period = s.period,
       starts_at = s.starts_at, ends_at = s.ends_at, version = a.version + 1,
       status = case when $4 then a.status else 'booked' end,
       exclusivity_key = 'department-day:' || a.patient_id || ':' || s.department_id || ':' || s.date
       from slot s where a.id = $1 and s.id = $2`,
    [visit.id, target.slot_id, target.number, target.is_over],
  );
  await sql.query(
    `update place set state = 'closed', appointment_id = null where slot_id = $1 and number = $2`,
    from,
  );
  await sql.query(
    `update place set state = 'sold', appointment_id = $3 where slot_id = $1 and number = $2`,
    [target.slot_id, target.number, visit.id],
  );
  if (target.is_over) {
    await sql.query(
      `update audit_event e set at = a.ends_at from appointment a
        where a.id = $1 and e.resource_id = a.id::text and e.action in ('appointment.fulfil', 'appointment.noshow')`,
      [visit.id],
    );
    // Who pays at the desk does so on the day of the visit.
    await sql.query(
      `update payment_order p set created_at = a.starts_at, expires_at = a.starts_at, paid_at = a.starts_at
         from appointment a where a.id = $1 and p.appointment_id = a.id and p.paid_at > $2`,
      [visit.id, at],
    );
  } else await undoVisit(sql, visit, at);
  await note(sql, visit, 'appointment.reschedule', at);
  return true;
}

async function cancel({ sql }: DemoContext, visit: Visit, at: Date): Promise<void> {
  const isRefunded = visit.payment_id !== null && visit.is_paid_before;
  await undoVisit(sql, visit, at);
  await sql.query(
    `update appointment set status = 'cancelled', is_suspended = true, cancelled_at = $2, cancelled_by = 'patient',
       cancel_reason = 'clinic-suspended', version = version + 1, fee_state = $3 where id = $1`,
    [visit.id, at, isRefunded ? 'refunded' : 'pay-at-desk'],
  );
  await sql.query(
    `update place set state = 'closed', appointment_id = null where slot_id = $1 and number = $2`,
    [visit.slot_id, visit.place_number],
  );
  await note(sql, visit, 'appointment.cancel', at);
  if (!isRefunded) return;
  await sql.query(
    `update payment_order set state = 'refunded', refunded_fen = amount_fen, version = version + 1 where id = $1`,
    [visit.payment_id],
  );
  const day = localDateOf(at).replaceAll('-', '').slice(2);
  const random = new Seeded(`suspension-refund/${visit.appointment_no}`);
  await addRows(sql, 'refund', [
    {
      id: demoId('refund', visit.appointment_no),
      refund_no: `R${day}${random.code(13)}`,
      payment_id: visit.payment_id,
      amount_fen: visit.fee_fen,
      reason: '预约已取消',
      state: 'succeeded',
      provider_refund_id: `5030${day}${visit.appointment_no}`,
      attempts: 1,
      requested_at: at,
      succeeded_at: addMinutes(at, 1),
    },
  ]);
}

/** What the story of an ordinary visit told of the day itself did not happen. */
async function undoVisit(sql: DemoContext['sql'], visit: Visit, at: Date): Promise<void> {
  await sql.query(`delete from audit_event where resource_id = $1 and at > $2`, [visit.id, at]);
  await sql.query(
    `with gone as (delete from payment_order where appointment_id = $1 and paid_at > $2 returning 1)
     update appointment set fee_state = 'pay-at-desk' where id = $1 and exists (select 1 from gone)`,
    [visit.id, at],
  );
  await sql.query(
    `update patient set last_visit_date = (
       select max(date) from appointment where patient_id = $1 and status = 'fulfilled' and id <> $2) where id = $1`,
    [visit.patient_id, visit.id],
  );
}

async function note(
  sql: DemoContext['sql'],
  visit: Visit,
  action: string,
  at: Date,
): Promise<void> {
  await addRows(sql, 'audit_event', [
    {
      id: demoId('audit', `${visit.appointment_no}/suspended/${action}`),
      at,
      actor_kind: 'account',
      actor_name: '',
      actor_role: '',
      action,
      resource_kind: 'appointment',
      resource_id: visit.id,
      patient_id: visit.patient_id,
      outcome: 'ok',
      detail: {},
    },
  ]);
}

/** Told an hour ago: most have read it, the first two somebody has to call. */
async function addOpen(context: DemoContext, clinic: Clinic): Promise<void> {
  const { sql, now } = context;
  const at = addMinutes(now, -60);
  const visits = await visitsOf(context, clinic, at);
  const rest = { state: 'open', reason: 'doctor-away', note: '院外会诊' };
  const id = await close(context, 'open', clinic, at, rest, visits.length);
  const cases = visits.map((visit, index) => ({
    ...caseRow(id, visit, at, clinic),
    state: index < 2 ? 'unreached' : 'reached',
    reached_at: index < 2 ? null : addMinutes(at, 3 + index),
    reached_by: index < 2 ? '' : index % 2 ? 'inbox' : 'sms',
    resolved_by: '',
  }));
  await addRows(sql, 'suspension_case', cases);
  await sql.query(
    `update appointment set is_suspended = true, version = version + 1 where id = any($1)`,
    [visits.map((visit) => visit.id)],
  );
  const calls = cases.slice(0, 2).map((each, index) => ({
    id: demoId('work-item', each.id),
    kind: 'call',
    state: 'open',
    title: '停诊通知未送达，请电话通知患者',
    detail: `${chineseMoment(each.starts_at)} ${visits[index]?.doctor_name ?? ''} 停诊。超过 30 分钟没有短信送达回执。请告知患者可改约或退费，${chineseMoment(each.answer_before)}前未答复将自动取消。`,
    patient_id: each.patient_id,
    branch_id: each.branch_id,
    department_id: each.department_id,
    subject_kind: 'suspension-case',
    subject_id: each.id,
    appointment_id: each.appointment_id,
    due_at: dueBefore(each.answer_before, now),
    attempts: 0,
    note: '',
    dedupe_key: `suspension-case:${each.id}`,
    created_at: addMinutes(at, 30 + index),
    version: 1,
  }));
  await addRows(sql, 'work_item', calls);
}
