import { createHash } from 'node:crypto';
import { addDays, addMinutes } from '../../src/kernel/local-date';
import { standingOf } from '../../src/modules/appointments/credit/standing';
import { certificatePdf } from './data/certificate';
import { branchId } from './directory';
import { addRows, type DemoContext } from './demo-context';
import { demoId } from './seeded';
import { staffId } from './staff';

interface Missed extends Record<string, unknown> {
  id: string;
  patient_id: string;
  account_id: string | null;
  branch_id: string;
  ends_at: Date;
}

/** The rules as they come out of the box. */
const rules = { limit: 3, suspendDays: 90 };
const windowDays = 180;
/** Marks are kept since last week; before, nobody counted. */
const markedSinceDays = 7;
const aDay = 1_440;

/**
 * 信用: the missed visits of the last days, one patient who missed so many that booking is suspended, and two
 * appeals: one that waits with its document, one that was rejected.
 */
export async function addCredit(context: DemoContext): Promise<void> {
  const { sql, today } = context;
  const often = await whoMissedOften(context);
  const missed = await sql.query<Missed>(
    `select a.id, a.patient_id, a.account_id, a.branch_id, a.ends_at from appointment a
      where a.status = 'noshow' and substring(a.id::text, 15, 1) = '8'
        and (a.date >= $1 or (a.patient_id = $2 and a.date >= $3))
        and not exists (select from credit_event e where e.appointment_id = a.id)
      order by a.ends_at, a.id`,
    [addDays(today, -markedSinceDays), often, addDays(today, -windowDays + 1)],
  );
  await addRows(sql, 'credit_event', missed.map(markOf));
  await addAppeals(context, missed, often);
  await workOutStandings(context);
}

/** Somebody of the town, not of the families that visitors sign in as, known to the desk of the main house. */
async function whoMissedOften({ sql, now }: DemoContext): Promise<string | null> {
  const [found] = await sql.query<{ patient_id: string }>(
    `select a.patient_id from appointment a
      where a.status = 'noshow' and substring(a.id::text, 15, 1) = '8' and a.ends_at > $1
      group by a.patient_id
     having count(*) >= ${rules.limit} and count(*) filter (where a.branch_id = $2) > 0
      order by count(*), max(a.ends_at) desc, a.patient_id limit 1`,
    [addMinutes(now, -60 * aDay), branchId('MAIN')],
  );
  return found?.patient_id ?? null;
}

function markOf(missed: Missed) {
  const at = addMinutes(missed.ends_at, 30);
  return {
    id: demoId('credit-event', missed.id),
    patient_id: missed.patient_id,
    kind: 'no-show',
    appointment_id: missed.id,
    branch_id: missed.branch_id,
    at,
    counts_until: addMinutes(at, windowDays * aDay),
    note: '',
  };
}

async function addAppeals(
  context: DemoContext,
  missed: readonly Missed[],
  often: string | null,
): Promise<void> {
  const { sql, secrets, now } = context;
  const [known] = await sql.query<{ n: number }>(`select count(*)::int as n from credit_appeal`);
  const latestOf = (isWanted: (one: Missed) => boolean) => missed.filter(isWanted).at(-1);
  const waiting = latestOf((one) => one.patient_id === often && one.branch_id === branchId('MAIN'));
  const rejected = latestOf((one) => one.patient_id !== often && one.account_id !== null);
  if (known?.n !== 0 || !waiting || !rejected) return;
  const appeal = (missedVisit: Missed, text: string, createdAt: Date) => ({
    id: demoId('credit-appeal', missedVisit.id),
    event_id: demoId('credit-event', missedVisit.id),
    patient_id: missedVisit.patient_id,
    branch_id: missedVisit.branch_id,
    account_id: missedVisit.account_id,
    state: 'open',
    text_cipher: secrets.encrypt(text),
    created_at: createdAt,
    due_at: addMinutes(createdAt, 5 * aDay),
    decided_at: null as Date | null,
    decided_by: null as string | null,
    answer: '',
    version: 1,
  });
  const sent = later(addMinutes(waiting.ends_at, 90), addMinutes(now, -aDay));
  const decidedAt = addMinutes(now, -120);
  await addRows(sql, 'credit_appeal', [
    appeal(waiting, '当天突发高热，在外院急诊留观，没有来得及取消，附急诊证明。', sent),
    {
      ...appeal(rejected, '忘记了预约时间，希望不要计入。', addMinutes(decidedAt, -600)),
      state: 'rejected',
      decided_at: decidedAt,
      decided_by: staffId('supervisor'),
      answer: '没有特殊情况，就诊前已短信提醒，本次记录保留。',
      version: 2,
    },
  ]);
  await addDocument(context, waiting, sent);
}

async function addDocument({ sql, secrets }: DemoContext, visit: Missed, at: Date): Promise<void> {
  const pdf = certificatePdf([
    'CERTIFICATE OF EMERGENCY CARE',
    'Demonstration document, nobody real',
  ]);
  const id = demoId('file', visit.id);
  const file = {
    id,
    account_id: visit.account_id,
    name: '急诊证明.pdf',
    content_type: 'application/pdf',
    bytes: pdf.length,
    sha256: createHash('sha256').update(pdf).digest('hex'),
    content: `\\x${secrets.seal(pdf).toString('hex')}`,
    created_at: at,
    attached_to: 'credit-appeal',
    attached_at: at,
  };
  await addRows(sql, 'stored_file', [file]);
  const appealId = demoId('credit-appeal', visit.id);
  await addRows(sql, 'credit_appeal_file', [{ appeal_id: appealId, position: 1, file_id: id }]);
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);

/** By the product's own rule. What staff lifted meanwhile stays lifted. */
async function workOutStandings({ sql, now }: DemoContext): Promise<void> {
  const marks = await sql.query<{ patient_id: string; at: Date; counts_until: Date }>(
    `select patient_id, at, counts_until from credit_event
      where counts_until is not null and excused_at is null order by patient_id`,
  );
  const lifted = await sql.query<{ patient_id: string; lifted_at: Date | null }>(
    `select patient_id, lifted_at from patient_credit`,
  );
  const liftedAt = new Map(lifted.map((row) => [row.patient_id, row.lifted_at]));
  for (const patientId of new Set(marks.map((mark) => mark.patient_id))) {
    const own = marks
      .filter((mark) => mark.patient_id === patientId)
      .map((mark) => ({ at: mark.at, countsUntil: mark.counts_until }));
    const standing = standingOf(own, rules, liftedAt.get(patientId) ?? null, now);
    await sql.query(
      `insert into patient_credit (patient_id, counted, suspended_until, updated_at) values ($1, $2, $3, $4)
       on conflict (patient_id) do update set counted = excluded.counted, suspended_until = excluded.suspended_until`,
      [patientId, standing.counted, standing.suspendedUntil, now],
    );
  }
}
