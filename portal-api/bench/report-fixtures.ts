import { newId } from '../src/kernel';
import { realTime } from '../src/kernel/clock';
import { makeAccounts, makeClinic, makePatients } from './fixtures';
import type { Stage } from './stage';

const patientsOfAccount = 4;
const reportsOfEach = 50;
const itemsOfEach = 20;
export interface BenchReports {
  reports: number;
  items: number;
  /** Somebody's reports, with who may read them. */
  readers: { patientId: string; accountId: string; token: string; reportIds: string[] }[];
}

const made = new WeakMap<Stage, Promise<BenchReports>>();

/** Fifty reports each, over five years, half of them read; made once for all workloads of a run. */
export function makeReports(stage: Stage, count: number): Promise<BenchReports> {
  const known = made.get(stage) ?? make(stage, count);
  made.set(stage, known);
  return known;
}

async function make(stage: Stage, count: number): Promise<BenchReports> {
  const { sql } = stage;
  const patients = await makePatients(stage, Math.ceil(count / reportsOfEach));
  const { tokenOf } = await makeAccounts(
    stage,
    Math.ceil(patients.length / patientsOfAccount),
    patients,
  );
  const { doctorId } = await makeClinic(stage, 1, 1);
  const now = realTime.now();
  await sql.query(`update account_session set stepped_up_until = $1`, [
    new Date(now.getTime() + 86_400_000),
  ]);
  // By time, as they come: the reports of one patient lie all over the table.
  await sql.query(
    `insert into diagnostic_report (id, patient_id, branch_id, department_id, kind, name, report_no, status,
       department_name, issued_at, collected_at, reviewed_at, abnormal_count, words, release_state, released_at,
       recorded_at, findings, conclusion)
     select gen_random_uuid(), p.id, d.branch_id, d.id,
       (array['lab', 'lab', 'lab', 'imaging', 'physical-exam'])[1 + n % 5], '检验报告 ' || n % 9, 'R' || n, 'final',
       '检验科', t.at, t.at, t.at, n % 4, '检验报告 血常规 生化 白细胞 血清钾 ' || n % 9,
       case when n % 25 = 0 then 'in-person' else 'released' end, case when n % 25 = 0 then null else t.at end, t.at,
       repeat('双肺纹理清晰。', 20), '未见明显异常'
       from (select d.* from department d join doctor x on x.department_id = d.id where x.id = $3) d,
            generate_series(1, $2::int) n
      cross join lateral (select $4::timestamptz - make_interval(days => n * 36) as at) t,
            unnest($1::uuid[]) p (id)
      order by t.at`,
    [patients, reportsOfEach, doctorId, now],
  );
  await sql.query(
    `insert into observation (id, report_id, patient_id, position, code, name, value, number, unit, range_text,
       range_low, range_high, flag, effective_at)
     select gen_random_uuid(), r.id, r.patient_id, i, 'C' || i, '项目' || i, round(x::numeric, 1)::text, round(x::numeric, 1),
       'mmol/L', '3.5-5.3', 3.5, 5.3, case when x > 5.3 then 'H' else 'N' end, r.issued_at
       from (select * from diagnostic_report order by issued_at) r, generate_series(1, $1::int) i
      cross join lateral (select 3 + random() * 3 + 0 * i as x) v`,
    [itemsOfEach],
  );
  await sql.query(
    `insert into report_read (account_id, report_id, revision, read_at)
     select x.account_id, r.id, r.revision, r.issued_at from diagnostic_report r
       join proxy x on x.patient_id = r.patient_id where hashtext(r.id::text) % 2 = 0`,
  );
  await sql.query(`vacuum analyze diagnostic_report`);
  await sql.query(`vacuum analyze observation`);
  await sql.query(`vacuum analyze report_read`);
  await sql.query(`analyze proxy, patient, department, branch`);
  return { ...(await countOf(stage)), readers: await readersOf(stage, patients, tokenOf) };
}

async function countOf({ sql }: Stage): Promise<{ reports: number; items: number }> {
  const { rows } = await sql.query<{ reports: number; items: number }>(
    `select (select count(*)::int from diagnostic_report) as reports, (select count(*)::int from observation) as items`,
  );
  return rows[0]!;
}

async function readersOf(
  { sql }: Stage,
  patients: readonly string[],
  tokenOf: (index: number) => string,
): Promise<BenchReports['readers']> {
  const { rows } = await sql.query<{ patient_id: string; account_id: string; ids: string[] }>(
    `select x.patient_id, x.account_id,
       array(select r.id from diagnostic_report r where r.patient_id = x.patient_id and r.release_state = 'released') as ids
       from proxy x where x.patient_id = any($1)`,
    [patients],
  );
  const tokens = new Map(patients.map((id, index) => [id, tokenOf(index)]));
  return rows.map((row) => ({
    patientId: row.patient_id,
    accountId: row.account_id,
    token: tokens.get(row.patient_id)!,
    reportIds: row.ids,
  }));
}

/** A request of the mini-program. */
export const headersOf = (token: string) => ({
  authorization: `Bearer ${token}`,
  'x-client': 'weapp',
  'x-request-id': newId(realTime.now()),
});
