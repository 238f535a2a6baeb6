import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aBranch, aClinic, aPatient } from '../../../../test/support/clinic';
import { signInStaff, type TestStaff } from '../../../../test/support/people';
import { Database, KernelContext } from '../../../kernel';
import { nameGrams, pinyinInitials } from '../patient-name';

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建文辉力宁波'];
const rowCount = 60_000;

let app: TestApp;
let president: TestStaff;
let busyBranch: string;

beforeAll(async () => {
  app = await startTestApp();
  president = await signInStaff(app, { role: 'president' });
  busyBranch = await aBranch(app);
  await manyPatients();
}, 120_000);
afterAll(() => app.close());

/** Two thirds have three letters; one number for all: these rows are found, never opened. */
async function manyPatients(): Promise<void> {
  const { secrets } = await app.get(KernelContext);
  const tails = Array.from({ length: 200 }, (_, n) =>
    secrets.index('phone-tail', String(1000 + n)),
  );
  await app.sql.query(
    `insert into patient (id, name, name_grams, pinyin_initials, gender, birth_date, identity_type, identity_cipher,
       identity_index, phone_cipher, phone_index, phone_tail_index, registered_at, registered_branch_id)
     select gen_random_uuid(), s || g1 || g2,
       array_remove(array[s, g1, nullif(g2, ''), s || g1, nullif(g1 || nullif(g2, ''), '')], null),
       chr(97 + n % 26) || chr(97 + n / 26 % 26), 'female', '1990-01-01', 'passport', $3, 'id' || n, $4,
       'ph' || n, ($5::text[])[1 + n % 200], '2026-01-01',
       case when n % 2 = 0 then $7::uuid end
       from (select n, ($1::text[])[1 + n % 20] as s, ($2::text[])[1 + n / 20 % 33] as g1,
               case when n % 3 = 0 then '' else ($2::text[])[1 + n / 660 % 33] end as g2
               from generate_series(1, $6::int) n) names`,
    [
      surnames,
      given,
      secrets.encrypt('E00000000'),
      secrets.encrypt('13800000000'),
      tails,
      rowCount,
      busyBranch,
    ],
  );
  await app.sql.query(`analyze patient`);
}

const search = (as: TestStaff, body: object) => app.call('searchPatients', { as: as.as, body });

/** Every page of a search, each of `limit`. */
async function allIds(as: TestStaff, text: string, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null | undefined;
  do {
    const { body } = await search(as, { text, limit, ...(cursor ? { cursor } : {}) });
    ids.push(...body.items.map(({ id }) => id));
    cursor = body.nextCursor;
  } while (cursor);
  return ids;
}

/** The plans of the statements over patients that a call runs. */
async function plansOf(work: () => Promise<unknown>): Promise<string[]> {
  const database = await app.get(Database);
  const run = database.query.bind(database);
  const plans: string[] = [];
  database.query = async (text: string, values?: readonly unknown[], name?: string) => {
    if (text.includes('from patient p')) {
      const rows = await run<{ 'QUERY PLAN': string }>(
        `explain (analyze, buffers) ${text}`,
        values,
      );
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    }
    return run(text, values, name);
  };
  await work().finally(() => (database.query = run));
  return plans;
}

const milliseconds = (plan: string) => Number(/Execution Time: ([\d.]+)/.exec(plan)?.[1]);

describe('the patient list', () => {
  it.each([
    ...['王', '明', '伟芳', '王伟', '李娜敏', '1042', '13800000000', 'ab', 'E12345678', '0000'],
  ])('finds %s by an index, in any scope', async (text) => {
    const busy = await signInStaff(app, { role: 'front-desk', branchId: busyBranch });
    const quiet = await signInStaff(app, { role: 'front-desk', branchId: await aBranch(app) });
    for (const reader of [president, busy, quiet]) {
      const plans = await plansOf(() => search(reader, { text }));
      expect(plans.length).toBeGreaterThan(0);
      for (const plan of plans) {
        expect(plan, plan).not.toMatch(/Seq Scan on patient/);
        expect(milliseconds(plan), plan).toBeLessThan(100);
      }
      if (process.env.SHOW_PLANS) console.log(text, ...plans);
    }
  });

  it('shows who begins so before who has it elsewhere in the name', async () => {
    const { items, nextCursor } = (await search(president, { text: '高', limit: 200 })).body;
    expect(items).toHaveLength(200);
    expect(nextCursor).not.toBeNull();
    expect(items.every(({ nameMasked }) => nameMasked.startsWith('高'))).toBe(true);
  });

  it('pages through every match once', async () => {
    const { rows } = await app.sql.query<{ id: string }>(
      `select id from patient where name like '%伟芳%'`,
    );
    const ids = await allIds(president, '伟芳', 60);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(rows.map((row) => row.id).sort());
    const initials = await allIds(president, 'bc', 30);
    const { rows: expected } = await app.sql.query<{ n: number }>(
      `select count(*)::int as n from patient where pinyin_initials like 'bc%'`,
    );
    expect(new Set(initials).size).toBe(expected[0]?.n);
  });

  it('refuses a cursor that is not ours', async () => {
    expect((await search(president, { text: '王', cursor: 'nonsense' })).status).toBe(422);
    const forged = Buffer.from(JSON.stringify([9, app.newId()])).toString('base64url');
    expect((await search(president, { text: '王', cursor: forged })).status).toBe(422);
  });

  it('finds names with separators, rare letters and wildcards typed by mistake', async () => {
    const id = await aPatient(app, { name: '阿卜杜·买买提' });
    await app.sql.query(`update patient set name_grams = $2, pinyin_initials = $3 where id = $1`, [
      id,
      nameGrams('阿卜杜·买买提'),
      pinyinInitials('阿卜杜·买买提'),
    ]);
    for (const text of ['阿卜杜·买买提', '杜买买', '买提', 'abdmmt']) {
      expect((await search(president, { text })).body.items.map((row) => row.id)).toContain(id);
    }
    expect((await search(president, { text: '王%' })).body.items).toEqual([]);
    expect((await search(president, { text: '!!' })).body.items).toEqual([]);
  });
});

describe('who is found', () => {
  it('a desk finds its branch by name, everybody by a whole number, and opens what it found', async () => {
    const { branchId } = await aClinic(app);
    const desk = await signInStaff(app, { role: 'front-desk', branchId });
    const here = await aPatient(app, { name: '欧阳晓', phone: '13711110001', branchId });
    const other = await aPatient(app, {
      name: '欧阳晓',
      phone: '13711110002',
      identityNumber: 'E7654321',
      branchId: await aBranch(app),
    });
    const ids = async (text: string) =>
      (await search(desk, { text })).body.items.map(({ id }) => id);
    expect(await ids('欧阳晓')).toEqual([here]);
    expect(await ids('0002')).toEqual([]);
    const get = (patientId: string) =>
      app.call('getPatient', { as: desk.as, params: { patientId } });
    expect((await get(other)).status).toBe(404);
    expect(await ids('13711110002')).toEqual([other]);
    expect((await get(other)).body.name).toBe('欧阳晓');
    expect(await ids('E7654321')).toEqual([other]);
    app.clock.advance(13 * 3_600_000);
    expect((await get(other)).status).toBe(404);
  });

  it('a doctor finds who has an appointment in the department, also by a whole number', async () => {
    const clinic = await aClinic(app);
    const { branchId, departmentId } = clinic;
    const doctor = await signInStaff(app, { role: 'doctor', branchId, departmentId });
    const mine = await aPatient(app, { name: '司马青', phone: '13722220001' });
    await aPatient(app, { name: '司马青', phone: '13722220002', branchId });
    await aVisit(clinic, mine);
    const ids = async (text: string) =>
      (await search(doctor, { text })).body.items.map(({ id }) => id);
    expect(await ids('司马青')).toEqual([mine]);
    expect(await ids('13722220002')).toEqual([]);
    expect(await ids('13722220001')).toEqual([mine]);
  });

  it('masked roles see masked names, analysts nobody', async () => {
    const { items } = (await search(president, { text: '王伟' })).body;
    expect(items[0]?.name).toMatch(/^王\*/);
    expect(items[0]?.phoneMasked).toBe('138****0000');
    const analyst = await signInStaff(app, { role: 'data-analyst' });
    expect((await search(analyst, { text: '王' })).status).toBe(403);
  });

  it('leaves a count in the audit, never the text; and each record a number opened', async () => {
    const branchId = await aBranch(app);
    const desk = await signInStaff(app, { role: 'front-desk', branchId });
    const id = await aPatient(app, { phone: '13733330001' });
    await search(desk, { text: '13733330001' });
    const { rows } = await app.sql.query(
      `select action, patient_id, detail from audit_event where actor_id = $1 order by action`,
      [desk.staffId],
    );
    expect(rows).toEqual([
      { action: 'patient.find', patient_id: id, detail: {} },
      { action: 'patient.retrieve', patient_id: null, detail: { count: 1 } },
    ]);
    expect(JSON.stringify(rows)).not.toContain('13733330001');
  });
});

async function aVisit(clinic: Awaited<ReturnType<typeof aClinic>>, patientId: string) {
  const id = app.newId();
  await app.sql.query(
    `insert into appointment (id, appointment_no, patient_id, channel, slot_id, place_number, doctor_id, department_id,
       branch_id, date, period, starts_at, ends_at, status, exclusivity_key, fee_fen, fee_state, check_in_code, created_at)
     select $1::uuid, $1::text, $2, 'desk', s.id, 1, s.doctor_id, s.department_id, s.branch_id, s.date, s.period,
       s.starts_at, s.ends_at, 'booked', $1::text, 0, 'free', $1::text, $4 from slot s where s.id = $3`,
    [id, patientId, clinic.slotIds[0], app.clock.now()],
  );
}
