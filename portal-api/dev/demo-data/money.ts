import {
  addDays,
  addMinutes,
  chineseDay,
  instantAt,
  type LocalDate,
} from '../../src/kernel/local-date';
import { addRows, type DemoContext } from './demo-context';
import { branchId } from './directory';
import { demoId } from './seeded';
import { staffId } from './staff';

interface OurEntry extends Record<string, unknown> {
  subject: 'payment' | 'refund';
  number: string;
  provider_number: string;
  payment_no: string;
  payment_id: string;
  branch_id: string;
  patient_id: string;
  fen: number;
  at: Date;
}

const days = 7;
/** How many days ago the bill lacks a payment that nobody has looked into yet. */
const oddDay = 2;

/** Last week's bills, all right but one, and the drawers that were counted yesterday. */
export async function addMoney(context: DemoContext): Promise<void> {
  for (let ago = days; ago >= 1; ago--) await reconcile(context, ago);
  for (const username of ['desk', 'desk.east']) await closeDrawer(context, username);
}

async function reconcile(context: DemoContext, ago: number): Promise<void> {
  const { sql, today, now } = context;
  const date = addDays(today, -ago);
  const [known] = await sql.query(`select 1 from reconciliation where date = $1`, [date]);
  if (known) return;
  const ours = await entriesOf(context, date);
  const payments = ours.filter((entry) => entry.subject === 'payment');
  const odd = payments.findLast((entry) => entry.branch_id === branchId('MAIN')) ?? payments.at(-1);
  const missing = ago === oddDay && payments.length > 1 ? odd : undefined;
  const bill = ours.filter((entry) => entry !== missing);
  const atTen = instantAt(addDays(date, 1), '10:00');
  await addRows(sql, 'reconciliation', [
    {
      date,
      state: missing ? 'differences' : 'matched',
      ...totals('provider', bill),
      ...totals('our', ours),
      matched: bill.length,
      error: '',
      attempts: 0,
      ran_at: atTen < now ? atTen : now,
    },
  ]);
  await addRows(
    sql,
    'provider_bill_row',
    bill.map(({ subject, number, provider_number, payment_no, fen, at }) => {
      const state = 'SUCCESS';
      return { date, subject, number, provider_number, payment_no, fen, state, at };
    }),
  );
  if (!missing) return;
  const row = shortRow(date, missing);
  await addRows(sql, 'reconciliation_row', [row]);
  await addRows(sql, 'work_item', [await workOf(context, row, atTen)]);
}

/** What the product's own comparison would read of our books. */
async function entriesOf({ sql }: DemoContext, date: LocalDate): Promise<OurEntry[]> {
  return sql.query<OurEntry>(
    `select * from (
       select 'payment' as subject, o.payment_no as number, o.provider_transaction_id as provider_number, o.payment_no,
         o.id as payment_id, o.patient_id, o.amount_fen::float8 as fen, o.paid_at as at, a.branch_id
         from payment_order o join appointment a on a.id = o.appointment_id
        where o.method like 'wechat-%' and o.paid_at is not null
       union all
       select 'refund', r.refund_no, coalesce(r.provider_refund_id, r.refund_no), o.payment_no, o.id, o.patient_id,
         r.amount_fen::float8, r.requested_at, a.branch_id
         from refund r join payment_order o on o.id = r.payment_id join appointment a on a.id = o.appointment_id
        where o.method like 'wechat-%' and r.state <> 'requested') entry
      where at >= $1 and at < $2 order by at, number`,
    [instantAt(date), instantAt(addDays(date, 1))],
  );
}

function totals(whose: 'provider' | 'our', entries: readonly OurEntry[]) {
  const of = (subject: OurEntry['subject']) => entries.filter((entry) => entry.subject === subject);
  const sum = (list: readonly OurEntry[]) => list.reduce((total, entry) => total + entry.fen, 0);
  return {
    [`${whose}_payments`]: of('payment').length,
    [`${whose}_paid_fen`]: sum(of('payment')),
    [`${whose}_refunds`]: of('refund').length,
    [`${whose}_refunded_fen`]: sum(of('refund')),
  };
}

function shortRow(date: LocalDate, entry: OurEntry) {
  return {
    id: demoId('reconciliation-row', `${date}/${entry.number}`),
    date,
    subject: entry.subject,
    number: entry.number,
    difference: 'short',
    provider_number: '',
    payment_id: entry.payment_id,
    patient_id: entry.patient_id,
    our_fen: entry.fen,
    our_state: 'paid',
    provider_state: '',
    our_at: entry.at,
    state: 'open',
    note: '',
    result: '',
  };
}

/** What the comparison of that morning left for somebody to do. */
async function workOf({ sql }: DemoContext, row: ReturnType<typeof shortRow>, at: Date) {
  const [visit] = await sql.query<{ appointment_id: string; branch_id: string }>(
    `select o.appointment_id, a.branch_id from payment_order o
       join appointment a on a.id = o.appointment_id where o.id = $1`,
    [row.payment_id],
  );
  return {
    id: demoId('work-item', row.id),
    kind: 'reconciliation',
    state: 'open',
    title: '对账差异待处理',
    detail: `${chineseDay(row.date)} 支付单 ${row.number}：我方有、微信支付没有（我方 ¥${(row.our_fen / 100).toFixed(2)}，微信支付 无）。请在“微信对账”中处理。`,
    patient_id: row.patient_id,
    branch_id: visit?.branch_id ?? null,
    subject_kind: 'reconciliation-row',
    subject_id: row.id,
    appointment_id: visit?.appointment_id ?? null,
    due_at: addMinutes(at, 240),
    attempts: 0,
    note: '',
    dedupe_key: `reconciliation-row:${row.id}:found`,
    created_at: at,
    version: 1,
  };
}

async function closeDrawer({ sql, today }: DemoContext, username: string): Promise<void> {
  const date = addDays(today, -1);
  const clerk = staffId(username);
  const rows = await sql.query<{ method: string; payments: number; fen: number }>(
    `select m.method, count(o.id)::int as payments, coalesce(sum(o.amount_fen), 0)::float8 as fen
       from unnest(array['cash', 'bank-card', 'insurance']) with ordinality as m (method, place)
       left join payment_order o on o.method = m.method and o.staff_id = $1 and o.paid_at >= $2 and o.paid_at < $3
      group by m.method, m.place order by m.place`,
    [clerk, instantAt(date), instantAt(today)],
  );
  const lines = rows.map(({ method, payments, fen }) => {
    return { method, payments, paidFen: fen, refunds: 0, refundedFen: 0 };
  });
  const cash = lines[0]?.paidFen ?? 0;
  const [place] = await sql.query<{ branch_id: string }>(
    `select branch_id from staff where id = $1`,
    [clerk],
  );
  await addRows(sql, 'cashier_day', [
    {
      id: demoId('cashier-day', `${username}/${date}`),
      staff_id: clerk,
      date,
      branch_id: place?.branch_id ?? null,
      lines,
      expected_cash_fen: cash,
      counted_cash_fen: cash,
      note: '',
      closed_at: addMinutes(instantAt(date, '17:35'), username.length),
    },
  ]);
}
