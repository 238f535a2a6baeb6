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
 *
 * All that is made reads one row per wish, `taken`, and joins nothing: a join of two parts compares each
 * wish with each, which for thirty of them costs more than what it makes.
 */
function claimText(kind: ClaimKind, side: ClaimSide, isWaiting: boolean): string {
  const isHold = kind === 'hold';
  const [state, status] = isHold ? ['held', 'pending'] : ['sold', 'booked'];
  return `
with wish as materialized (
  select w.*, s.doctor_id, s.department_id, s.branch_id, s.date, s.period, s.starts_at, s.ends_at, s.fee_fen,
         ${isHold ? `'unpaid'` : `case when s.fee_fen = 0 then 'free' else 'pay-at-desk' end`} as fee_state,
         ${exclusivityKeySql(':exclusivity', 'p.id', 's')} as exclusivity_key,
         p.name as patient_name, r.room, d.name as doctor_name, d.title as doctor_title,
         dp.name as department_name, dp.location as department_location, b.name as branch_name,
         b.address as branch_address
    from unnest(${columns.map((name) => `:${name}`).join(', ')})
           with ordinality as w (${columns.join(', ')}, turn)
    cross join lateral (select * from slot where id = w.slot_id offset 0) s
    join roster r on r.id = s.roster_id
    join doctor d on d.id = s.doctor_id
    join department dp on dp.id = s.department_id
    join branch b on b.id = s.branch_id
    join patient p on p.id = w.patient_id ${whose[side]}
   where not s.is_closed ${slotRules[side](kind)}
     and p.locked_at is null ${mayBook[side]} ${standsStill[side]}
), asked as materialized (
  select appointment_id, slot_id, channel,
         row_number() over (partition by slot_id, channel order by turn) as turn
    from wish
), picked as materialized (
  select a.appointment_id, a.slot_id, free.number
    from (select slot_id, channel, count(*) as wishes from asked group by slot_id, channel) g
   cross join lateral (
    -- The lowest free numbers, those kept for the channel before those for any; who came first gets the first.
    select l.number, row_number() over (order by l.channel desc, l.number) as turn
      from (select pl.channel, pl.number from place pl
             where pl.slot_id = g.slot_id and pl.state = 'free' and pl.channel in (g.channel, 'any')
             order by pl.channel desc, pl.number limit g.wishes
               for update of pl ${isWaiting ? '' : 'skip locked'}) l
   ) free
    join asked a on a.slot_id = g.slot_id and a.channel = g.channel and a.turn = free.turn
), taken as (
  update place pl
     set state = '${state}', appointment_id = w.appointment_id${isHold ? ', hold_id = w.hold_id' : ''}
    from picked c join wish w using (appointment_id)
   where pl.slot_id = c.slot_id and pl.number = c.number
  returning pl.number as place_number,
    :numberPrefix || lpad((nextval('appointment_no_seq') % 1000000)::text, 6, '0') as appointment_no, w.*
), made as (
  insert into appointment (id, appointment_no, patient_id, account_id, staff_id, channel, slot_id, place_number,
    doctor_id, department_id, branch_id, date, period, starts_at, ends_at, status, exclusivity_key, fee_fen,
    fee_state, check_in_code, created_at, booked_at)
  select appointment_id, appointment_no, patient_id, account_id, staff_id, channel, slot_id, place_number,
    doctor_id, department_id, branch_id, date, period, starts_at, ends_at, '${status}', exclusivity_key, fee_fen,
    fee_state, check_in_code, :now, ${isHold ? 'null' : ':now'}
    from taken order by patient_id
), ${isHold ? holdInsert : toldInsert}, audited as (
  insert into audit_event (${auditColumns})
  select audit_id, :now, actor_kind, actor_id, actor_name, actor_role,
    '${isHold ? 'appointment.hold' : 'appointment.create'}', 'appointment', appointment_id::text, patient_id, null,
    'ok', '{}', address, request_id
    from taken
), answer as materialized (
  select view.id, t.key_owner, t.key, t.key_operation, t.key_fingerprint, row_to_json(view) as body
    from taken t cross join lateral (select ${answerColumns(isHold, status)}) view
), kept as (
  insert into idempotency_key (owner, key, operation, fingerprint, state, body, created_at)
  select key_owner, key, key_operation, key_fingerprint, 'done', body, :realNow
    from answer where key is not null
)
select id, body as answer from answer`;
}

const holdInsert = `held as (
  insert into hold (id, slot_id, place_number, appointment_id, state, created_at, expires_at)
  select hold_id, slot_id, place_number, appointment_id, 'active', :now, :holdExpiresAt from taken
)`;

const toldInsert = `told as (
  insert into outbox (id, created_at, event, payload)
  select outbox_id, :now, 'appointment.booked', jsonb_build_object('appointmentId', appointment_id) from taken
)`;

/** The columns of AppointmentView (reading/appointment-view.ts); of a new one little can be set. */
function answerColumns(isHold: boolean, status: string): string {
  return `t.appointment_id as id, t.appointment_no, '${status}' as status, t.patient_id, t.patient_name, t.doctor_id,
    t.doctor_name, t.doctor_title, t.department_id, t.department_name, t.department_location, t.room,
    t.branch_id, t.branch_name, t.branch_address,
    t.slot_id, t.date, t.period, t.starts_at, t.ends_at, t.place_number, t.fee_fen,
    t.fee_state, t.check_in_code, null::timestamptz as cancelled_at, null::text as cancelled_by,
    null::text as cancel_reason, :now as created_at, 0 as reschedule_count, false as is_suspended,
    ${isHold ? 't.hold_id' : 'null::uuid as hold_id'},
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
