import { auditColumns, namedSql, type NamedSql } from '../../../kernel';

/** `hold`: kept while paying. `book`: taken for good, to be paid at the desk or free of charge. */
export type ClaimKind = 'hold' | 'book';
export type ClaimSide = 'portal' | 'staff';

const parameterTypes = {
  slotId: 'uuid',
  patientId: 'uuid',
  accountId: 'uuid',
  staffId: 'uuid',
  channel: 'text',
  now: 'timestamptz',
  today: 'date',
  lastDay: 'date',
  isDeskPaymentAllowed: 'boolean',
  exclusivity: 'text',
  appointmentId: 'uuid',
  numberPrefix: 'text',
  checkInCode: 'text',
  holdId: 'uuid',
  holdExpiresAt: 'timestamptz',
  auditId: 'uuid',
  actorKind: 'text',
  actorId: 'uuid',
  actorName: 'text',
  actorRole: 'text',
  auditAction: 'text',
  address: 'text',
  requestId: 'text',
  outboxId: 'uuid',
  keyOwner: 'text',
  key: 'text',
  keyOperation: 'text',
  keyFingerprint: 'text',
  realNow: 'timestamptz',
} as const;

export type ClaimParameters = Record<keyof typeof parameterTypes, unknown>;

const slotRules: Record<ClaimSide, (kind: ClaimKind) => string> = {
  portal: (kind) =>
    `and s.starts_at > :now and s.release_at <= :now and s.date between :today and :lastDay
     and d.is_active and dp.is_active and b.is_active and ` +
    (kind === 'hold' ? `s.fee_fen > 0` : `(s.fee_fen = 0 or :isDeskPaymentAllowed)`),
  staff: () => 'and s.ends_at > :now',
};

const whose: Record<ClaimSide, string> = {
  portal: `join proxy x on x.patient_id = p.id and x.account_id = :accountId and x.ended_at is null
    join account ac on ac.id = x.account_id and ac.state = 'active'`,
  staff: '',
};

/**
 * Closing an account and unlinking a patient lock the account, look for visits and end the proxy. Shared
 * locks in the same order let a claim come before them, and be seen, or after them, and find nothing.
 */
const standsStill: Record<ClaimSide, string> = { portal: 'for share of ac, x', staff: '' };

/** What one patient may have only once at a time, by the setting in force. */
const exclusivityKey = `
  case :exclusivity
    when 'doctor-day' then 'doctor-day:' || p.id || ':' || s.doctor_id || ':' || s.date
    when 'department-period' then 'department-period:' || p.id || ':' || s.department_id || ':' || s.date || ':' || s.period
    when 'slot' then 'slot:' || p.id || ':' || s.id
    else 'department-day:' || p.id || ':' || s.department_id || ':' || s.date
  end`;

/**
 * Takes a place and makes everything that belongs to it, in one statement: either all of it is there or
 * nothing. The one free row that is locked is the place; nothing else waits on anybody.
 *
 * A second live appointment of the patient violates `appointment_exclusive` and aborts the statement.
 * It must not be skipped by ON CONFLICT: then the place would stay taken by nobody.
 */
function claimText(kind: ClaimKind, side: ClaimSide, isWaiting: boolean): string {
  const isHold = kind === 'hold';
  return `
with slot_now as materialized (
  select s.*, r.room, d.name as doctor_name, d.title as doctor_title, dp.name as department_name,
         dp.location as department_location, b.name as branch_name, b.address as branch_address
    from slot s
    join roster r on r.id = s.roster_id
    join doctor d on d.id = s.doctor_id
    join department dp on dp.id = s.department_id
    join branch b on b.id = s.branch_id
   where s.id = :slotId and not s.is_closed ${slotRules[side](kind)}
), patient_now as materialized (
  select p.id, p.name from patient p ${whose[side]}
   where p.id = :patientId and p.locked_at is null ${standsStill[side]}
), meant as materialized (
  ${freePlace(':channel', '', isWaiting)}
), shared as materialized (
  ${freePlace(`'any'`, 'and not exists (select from meant)', isWaiting)}
), claimed as (
  select * from meant union all select * from shared
), taken as (
  update place pl
     set state = '${isHold ? 'held' : 'sold'}', appointment_id = :appointmentId${isHold ? ', hold_id = :holdId' : ''}
    from claimed c where pl.slot_id = c.slot_id and pl.number = c.number
  returning pl.number
), made as (
  insert into appointment (id, appointment_no, patient_id, account_id, staff_id, channel, slot_id, place_number,
    doctor_id, department_id, branch_id, date, period, starts_at, ends_at, status, exclusivity_key, fee_fen,
    fee_state, check_in_code, created_at, booked_at)
  select :appointmentId, :numberPrefix || lpad((nextval('appointment_no_seq') % 1000000)::text, 6, '0'), p.id,
    :accountId, :staffId, :channel, s.id, t.number, s.doctor_id, s.department_id, s.branch_id, s.date, s.period,
    s.starts_at, s.ends_at, '${isHold ? 'pending' : 'booked'}', ${exclusivityKey}, s.fee_fen,
    ${isHold ? `'unpaid'` : `case when s.fee_fen = 0 then 'free' else 'pay-at-desk' end`}, :checkInCode, :now,
    ${isHold ? 'null' : ':now'}
    from taken t, slot_now s, patient_now p
  returning *
), ${isHold ? holdInsert : toldInsert}, audited as (
  insert into audit_event (${auditColumns})
  select :auditId, :now, :actorKind, :actorId, :actorName, :actorRole, :auditAction, 'appointment', made.id::text,
    made.patient_id, null, 'ok', '{}', :address, :requestId from made
), answer as (
  select ${answerColumns(isHold)}
    from made, patient_now p, slot_now s
), kept as (
  insert into idempotency_key (owner, key, operation, fingerprint, state, body, created_at)
  select :keyOwner, :key, :keyOperation, :keyFingerprint, 'done', to_jsonb(answer), :realNow
    from answer where :key is not null
)
select to_jsonb(answer) as answer from answer`;
}

/** The lowest free number of a kind; two looks along an index, since a place kept for the channel goes first. */
function freePlace(channel: string, condition: string, isWaiting: boolean): string {
  return `select pl.slot_id, pl.number from place pl
   where pl.slot_id = (select id from slot_now) and exists (select from patient_now)
     and pl.state = 'free' and pl.channel = ${channel} ${condition}
   order by pl.number limit 1 for update of pl ${isWaiting ? '' : 'skip locked'}`;
}

const holdInsert = `held as (
  insert into hold (id, slot_id, place_number, appointment_id, state, created_at, expires_at)
  select :holdId, made.slot_id, made.place_number, made.id, 'active', :now, :holdExpiresAt from made
)`;

const toldInsert = `told as (
  insert into outbox (id, created_at, event, payload)
  select :outboxId, :now, 'appointment.booked', jsonb_build_object('appointmentId', made.id) from made
)`;

/** The columns of AppointmentView (reading/appointment-view.ts); of a new one little can be set. */
function answerColumns(isHold: boolean): string {
  return `made.id, made.appointment_no, made.status, made.patient_id, p.name as patient_name, made.doctor_id,
    s.doctor_name, s.doctor_title, made.department_id, s.department_name, s.department_location, s.room,
    made.branch_id, s.branch_name, s.branch_address,
    made.slot_id, made.date, made.period, made.starts_at, made.ends_at, made.place_number, made.fee_fen,
    made.fee_state, made.check_in_code, made.cancelled_at, made.cancelled_by, made.cancel_reason, made.created_at,
    made.reschedule_count, made.is_suspended,
    ${isHold ? ':holdId' : 'null::uuid'} as hold_id,
    ${isHold ? ':holdExpiresAt' : 'null::timestamptz'} as hold_expires_at,
    null::uuid as payment_id, null::text as payment_method, null::jsonb as refund`;
}

interface Statement extends NamedSql<keyof typeof parameterTypes> {
  name: string;
}

const statements = new Map<string, Statement>();

/** Built once per variant; named, so that each connection prepares it once. */
export function claimStatement(kind: ClaimKind, side: ClaimSide, isWaiting: boolean): Statement {
  const name = `claim-${kind}-${side}${isWaiting ? '-waiting' : ''}`;
  let statement = statements.get(name);
  if (!statement) {
    statement = { ...namedSql(claimText(kind, side, isWaiting), parameterTypes), name };
    statements.set(name, statement);
  }
  return statement;
}
