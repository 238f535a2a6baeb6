import { auditColumns, namedSql, type NamedSql } from '../../../kernel';
import { exclusivityKeySql } from './exclusivity-key';

/** `hold`: kept while paying. `book`: taken for good, to be paid at the desk or free of charge. */
export type ClaimKind = 'hold' | 'book';
export type ClaimSide = 'portal' | 'staff';

/** What differs from wish to wish; each goes in as an array. */
const wishColumns = {
  slot_id: 'uuid',
  patient_id: 'uuid',
  account_id: 'uuid',
  staff_id: 'uuid',
  channel: 'text',
  appointment_id: 'uuid',
  check_in_code: 'text',
  hold_id: 'uuid',
  audit_id: 'uuid',
  actor_kind: 'text',
  actor_id: 'uuid',
  actor_name: 'text',
  actor_role: 'text',
  address: 'text',
  request_id: 'text',
  outbox_id: 'uuid',
  key_owner: 'text',
  key: 'text',
  key_operation: 'text',
  key_fingerprint: 'text',
} as const;

/** What holds for all that are made at one moment. */
const momentTypes = {
  now: 'timestamptz',
  today: 'date',
  lastDay: 'date',
  isDeskPaymentAllowed: 'boolean',
  exclusivity: 'text',
  numberPrefix: 'text',
  holdExpiresAt: 'timestamptz',
  realNow: 'timestamptz',
} as const;

type WishColumn = keyof typeof wishColumns;
export type ClaimWishRow = Record<WishColumn, unknown>;
type ClaimMoment = Record<keyof typeof momentTypes, unknown>;

const columns = Object.keys(wishColumns) as WishColumn[];
const parameterTypes = {
  ...momentTypes,
  ...(Object.fromEntries(columns.map((name) => [name, `${wishColumns[name]}[]`])) as Record<
    WishColumn,
    string
  >),
};

const slotRules: Record<ClaimSide, (kind: ClaimKind) => string> = {
  portal: (kind) =>
    `and s.starts_at > :now and s.release_at <= :now and s.date between :today and :lastDay
     and d.is_active and dp.is_active and b.is_active and ` +
    (kind === 'hold' ? `s.fee_fen > 0` : `(s.fee_fen = 0 or :isDeskPaymentAllowed)`),
  staff: () => 'and s.ends_at > :now',
};

const whose: Record<ClaimSide, string> = {
  portal: `join proxy x on x.patient_id = p.id and x.account_id = w.account_id and x.ended_at is null
    join account ac on ac.id = x.account_id and ac.state = 'active'`,
  staff: '',
};

/**
 * Closing an account and unlinking a patient lock the account, look for visits and end the proxy. Shared
 * locks in the same order let a claim come before them, and be seen, or after them, and find nothing.
 */
const standsStill: Record<ClaimSide, string> = { portal: 'for share of ac, x', staff: '' };

/** 信用: a patient who is suspended books at the desk, if at all. */
const mayBook: Record<ClaimSide, string> = {
  portal: `and not exists (
     select from patient_credit c where c.patient_id = p.id and c.suspended_until > :now)`,
  staff: '',
};

/**
 * Takes places and makes everything that belongs to them, in one statement: for each wish either all of it
 * is there or nothing, and what one constraint refuses undoes them all. A free row that is locked is the
 * place; nothing else waits on anybody. No patient may stand in it twice: all its parts see the same moment.
 *
 * A second live appointment of the patient violates `appointment_exclusive` and aborts the statement.
 * It must not be skipped by ON CONFLICT: then the place would stay taken by nobody.
 */
function claimText(kind: ClaimKind, side: ClaimSide, isWaiting: boolean): string {
  const isHold = kind === 'hold';
  return `
with wish as materialized (
  select * from unnest(${columns.map((name) => `:${name}`).join(', ')})
    with ordinality as w (${columns.join(', ')}, turn)
), slot_now as materialized (
  select w.appointment_id as wish, s.*, r.room, d.name as doctor_name, d.title as doctor_title,
         dp.name as department_name, dp.location as department_location, b.name as branch_name,
         b.address as branch_address
    from wish w
    join slot s on s.id = w.slot_id
    join roster r on r.id = s.roster_id
    join doctor d on d.id = s.doctor_id
    join department dp on dp.id = s.department_id
    join branch b on b.id = s.branch_id
   where not s.is_closed ${slotRules[side](kind)}
), patient_now as materialized (
  select w.appointment_id as wish, p.id, p.name from wish w
    join patient p on p.id = w.patient_id ${whose[side]}
   where p.locked_at is null ${mayBook[side]} ${standsStill[side]}
), asked as materialized (
  select w.appointment_id, w.slot_id, w.channel,
         row_number() over (partition by w.slot_id, w.channel order by w.turn) as turn
    from wish w
    join slot_now s on s.wish = w.appointment_id
    join patient_now p on p.wish = w.appointment_id
), picked as materialized (
  select a.appointment_id, a.slot_id, free.number
    from (select slot_id, channel, count(*) as wishes from asked group by slot_id, channel) g
   cross join lateral (
    -- The lowest free numbers, those kept for the channel first; who came first gets the first.
    select l.number, row_number() over (order by l.channel = 'any', l.number) as turn
      from (select pl.channel, pl.number from place pl
             where pl.slot_id = g.slot_id and pl.state = 'free' and pl.channel in (g.channel, 'any')
             order by pl.channel = 'any', pl.number limit g.wishes
               for update of pl ${isWaiting ? '' : 'skip locked'}) l
   ) free
    join asked a on a.slot_id = g.slot_id and a.channel = g.channel and a.turn = free.turn
), taken as (
  update place pl
     set state = '${isHold ? 'held' : 'sold'}', appointment_id = w.appointment_id${isHold ? ', hold_id = w.hold_id' : ''}
    from picked c join wish w using (appointment_id)
   where pl.slot_id = c.slot_id and pl.number = c.number
  returning pl.number, pl.appointment_id
), made as (
  insert into appointment (id, appointment_no, patient_id, account_id, staff_id, channel, slot_id, place_number,
    doctor_id, department_id, branch_id, date, period, starts_at, ends_at, status, exclusivity_key, fee_fen,
    fee_state, check_in_code, created_at, booked_at)
  select w.appointment_id, :numberPrefix || lpad((nextval('appointment_no_seq') % 1000000)::text, 6, '0'), p.id,
    w.account_id, w.staff_id, w.channel, s.id, t.number, s.doctor_id, s.department_id, s.branch_id, s.date, s.period,
    s.starts_at, s.ends_at, '${isHold ? 'pending' : 'booked'}', ${exclusivityKeySql(':exclusivity', 'p.id', 's')}, s.fee_fen,
    ${isHold ? `'unpaid'` : `case when s.fee_fen = 0 then 'free' else 'pay-at-desk' end`}, w.check_in_code, :now,
    ${isHold ? 'null' : ':now'}
    from taken t
    join wish w using (appointment_id)
    join slot_now s on s.wish = t.appointment_id
    join patient_now p on p.wish = t.appointment_id
   order by p.id
  returning *
), ${isHold ? holdInsert : toldInsert}, audited as (
  insert into audit_event (${auditColumns})
  select w.audit_id, :now, w.actor_kind, w.actor_id, w.actor_name, w.actor_role,
    '${isHold ? 'appointment.hold' : 'appointment.create'}', 'appointment', made.id::text, made.patient_id, null,
    'ok', '{}', w.address, w.request_id
    from made join wish w on w.appointment_id = made.id
), answer as materialized (
  select view.id, to_jsonb(view) as body
    from (
      select ${answerColumns(isHold)}
        from made
        join wish w on w.appointment_id = made.id
        join patient_now p on p.wish = made.id
        join slot_now s on s.wish = made.id
    ) view
), kept as (
  insert into idempotency_key (owner, key, operation, fingerprint, state, body, created_at)
  select w.key_owner, w.key, w.key_operation, w.key_fingerprint, 'done', answer.body, :realNow
    from answer join wish w on w.appointment_id = answer.id where w.key is not null
)
select id, body as answer from answer`;
}

const holdInsert = `held as (
  insert into hold (id, slot_id, place_number, appointment_id, state, created_at, expires_at)
  select w.hold_id, made.slot_id, made.place_number, made.id, 'active', :now, :holdExpiresAt
    from made join wish w on w.appointment_id = made.id
)`;

const toldInsert = `told as (
  insert into outbox (id, created_at, event, payload)
  select w.outbox_id, :now, 'appointment.booked', jsonb_build_object('appointmentId', made.id)
    from made join wish w on w.appointment_id = made.id
)`;

/** The columns of AppointmentView (reading/appointment-view.ts); of a new one little can be set. */
function answerColumns(isHold: boolean): string {
  return `made.id, made.appointment_no, made.status, made.patient_id, p.name as patient_name, made.doctor_id,
    s.doctor_name, s.doctor_title, made.department_id, s.department_name, s.department_location, s.room,
    made.branch_id, s.branch_name, s.branch_address,
    made.slot_id, made.date, made.period, made.starts_at, made.ends_at, made.place_number, made.fee_fen,
    made.fee_state, made.check_in_code, made.cancelled_at, made.cancelled_by, made.cancel_reason, made.created_at,
    made.reschedule_count, made.is_suspended,
    ${isHold ? 'w.hold_id' : 'null::uuid as hold_id'},
    ${isHold ? ':holdExpiresAt' : 'null::timestamptz'} as hold_expires_at,
    null::uuid as payment_id, null::text as payment_method, null::jsonb as refund`;
}

interface Statement {
  name: string;
  text: string;
  values(wishes: readonly ClaimWishRow[], moment: ClaimMoment): unknown[];
}

const statements = new Map<string, Statement>();

/** Built once per variant; named, so that each connection prepares it once. */
export function claimStatement(kind: ClaimKind, side: ClaimSide, isWaiting: boolean): Statement {
  const name = `claim-${kind}-${side}${isWaiting ? '-waiting' : ''}`;
  let statement = statements.get(name);
  if (!statement) {
    const sql: NamedSql<keyof typeof parameterTypes> = namedSql(
      claimText(kind, side, isWaiting),
      parameterTypes,
    );
    statement = {
      name,
      text: sql.text,
      values: (wishes, moment) =>
        sql.values({
          ...moment,
          ...(Object.fromEntries(
            columns.map((column) => [column, wishes.map((wish) => wish[column])]),
          ) as ClaimWishRow),
        }),
    };
    statements.set(name, statement);
  }
  return statement;
}
