import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import {
  aBranch,
  aClinic,
  aPatient,
  aProxy,
  type TestClinic,
} from '../../../../test/support/clinic';
import { aResidentNumber } from '../../../../test/support/outgoing';
import { signInAccount, signInStaff, type TestStaff } from '../../../../test/support/people';
import { KernelContext } from '../../../kernel';

let app: TestApp;
let clinic: TestClinic;
let desk: TestStaff;
let sequence = 100;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app);
  desk = await signInStaff(app, {
    role: 'front-desk',
    branchId: clinic.branchId,
    name: '李前台',
  });
});
afterAll(() => app.close());

const newcomer = (overrides: object = {}) => ({
  name: '孙悟能',
  identityType: 'resident-id',
  identityNumber: aResidentNumber('1975-10-01', ++sequence),
  phone: '13912340001',
  ...overrides,
});
const register = (body: object, as = desk) =>
  app.call('registerPatient', { as: as.as, body, idempotencyKey: `key-${app.newId()}` });
const get = (patientId: string, as = desk) =>
  app.call('getPatient', { as: as.as, params: { patientId } });
const update = (patientId: string, body: object, as = desk) =>
  app.call('updatePatient', { as: as.as, params: { patientId }, body });
const reveal = (patientId: string, fields: string[], as = desk, reason = '电话联系患者改期') =>
  app.call('revealPatientFields', { as: as.as, params: { patientId }, body: { fields, reason } });

async function auditOf(patientId: string) {
  const { rows } = await app.sql.query(
    `select action, reason, outcome, detail from audit_event
      where patient_id = $1 and actor_kind = 'staff' order by at, id`,
    [patientId],
  );
  return rows;
}

describe('registering at the desk', () => {
  it('makes a record of this branch, masked but for the name', async () => {
    const { body } = await register(
      newcomer({ address: '上海市黄浦区人民大道 1 号', notes: '轮椅' }),
    );
    expect(body.isNew).toBe(true);
    expect(body.patient).toMatchObject({
      name: '孙悟能',
      nameMasked: '孙*能',
      birthDate: '1975-10-01',
      age: 50,
      phoneMasked: '139****0001',
      addressMasked: '上海市黄浦区****',
      notes: '轮椅',
      careClass: 'regular',
      proxies: 0,
      appointments: 0,
      isLocked: false,
      mayUpdate: true,
      mayReveal: true,
    });
    expect(JSON.stringify(body)).not.toContain('13912340001');
    expect(await auditOf(body.patient.id)).toMatchObject([{ action: 'patient.create' }]);
    expect((await get(body.patient.id)).status).toBe(200);
  });

  it('returns the record there is, whichever desk made it, but not under another name', async () => {
    const body = newcomer();
    const first = (await register(body)).body.patient;
    const elsewhere = await signInStaff(app, {
      role: 'front-desk',
      branchId: await aBranch(app),
    });
    const again = await register({ ...body, phone: '13912349999' }, elsewhere);
    expect(again.body).toMatchObject({ isNew: false, patient: { id: first.id } });
    expect(again.body.patient.phoneMasked).toBe(first.phoneMasked);
    expect((await get(first.id, elsewhere)).status).toBe(200);
  });

  it('refuses a document that is on file under another name, and writes the attempt down', async () => {
    const body = newcomer();
    const { patient } = (await register(body)).body;
    const other = await register({ ...body, name: '孙大圣' });
    expect(other.error?.code).toBe('IDENTITY_MISMATCH');
    expect((await auditOf(patient.id)).at(-1)).toMatchObject({
      action: 'patient.find',
      outcome: 'refused',
      detail: { reason: 'identity-mismatch' },
    });
  });

  it('makes one record when two desks register at once, also of a newborn', async () => {
    const newborn = {
      name: '孙宝宝',
      identityType: 'newborn',
      birthDate: '2026-03-02',
      gender: 'male',
      phone: '13912340055',
    };
    for (const body of [newcomer(), newborn]) {
      const answers = await Promise.all(Array.from({ length: 6 }, () => register(body)));
      expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
      expect(new Set(answers.map(({ body }) => body.patient.id)).size).toBe(1);
      expect(answers.filter(({ body }) => body.isNew)).toHaveLength(1);
    }
  });

  it('opens a closed record again for the person who stands there', async () => {
    const body = newcomer();
    const { id } = (await register(body)).body.patient;
    await app.sql.query(`update patient set locked_at = now() where id = $1`, [id]);
    const locked = (await get(id)).body;
    expect(locked).toMatchObject({ isLocked: true, mayUpdate: false });
    const refused = await update(id, { notes: 'x', version: locked.version });
    expect(refused.error?.code).toBe('PATIENT_LOCKED');
    const again = (await register(body)).body;
    expect(again).toMatchObject({ isNew: false, patient: { id, isLocked: false } });
    expect((await get(id)).body.version).toBe(again.patient.version);
  });

  it('is for those who may create only', async () => {
    const doctor = await signInStaff(app, { role: 'doctor', departmentId: clinic.departmentId });
    expect((await register(newcomer(), doctor)).status).toBe(403);
  });
});

describe('correcting a patient', () => {
  it('changes what is there and keeps what is left out', async () => {
    const { patient } = (
      await register(newcomer({ allergies: '青霉素', cardNumber: 'C-9', contactName: '孙父' }))
    ).body;
    const changed = await update(patient.id, {
      name: '孙悟净',
      phone: '13912347777',
      careClass: 'key',
      version: patient.version,
    });
    expect(changed.body).toMatchObject({
      name: '孙悟净',
      phoneMasked: '139****7777',
      careClass: 'key',
      allergies: '青霉素',
      cardNumber: 'C-9',
      contactNameMasked: '孙*',
      version: patient.version + 1,
    });
    const found = await app.call('searchPatients', { as: desk.as, body: { text: '悟净' } });
    expect(found.body.items.map(({ id }) => id)).toContain(patient.id);
    const cleared = await update(patient.id, {
      contactName: '',
      allergies: '',
      version: patient.version + 1,
    });
    expect(cleared.body).toMatchObject({ contactNameMasked: '', allergies: '' });
    const stale = await update(patient.id, { notes: 'x', version: patient.version });
    expect(stale.error?.code).toBe('VERSION_CONFLICT');
    const rows = await auditOf(patient.id);
    expect(rows.filter(({ action }) => action === 'patient.update')).toMatchObject([
      { detail: { fields: ['name', 'phone', 'careClass'] } },
      { detail: { fields: ['allergies', 'contactName'] } },
    ]);
    expect(JSON.stringify(rows)).not.toContain('7777');
  });

  it('lets one of several at once win', async () => {
    const { patient } = (await register(newcomer())).body;
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        update(patient.id, { notes: `备注 ${n}`, version: patient.version }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ error }) => error?.code === 'VERSION_CONFLICT')).toHaveLength(4);
  });
});

describe('masked fields', () => {
  it('are revealed for a reason, which is recorded with the names of the fields', async () => {
    const body = newcomer({ address: '人民路 2 号', contactPhone: '13912340002' });
    const { patient } = (await register(body)).body;
    const shown = await reveal(patient.id, ['phone', 'identityNumber', 'contactPhone', 'phone']);
    expect(shown.body).toEqual({
      phone: body.phone,
      identityNumber: body.identityNumber,
      contactPhone: '13912340002',
    });
    expect((await auditOf(patient.id)).at(-1)).toEqual({
      action: 'patient.reveal',
      reason: '电话联系患者改期',
      outcome: 'ok',
      detail: { fields: ['phone', 'identityNumber', 'contactPhone'] },
    });
    expect((await reveal(patient.id, ['phone'], desk, '看看')).status).toBe(422);
    expect((await reveal(patient.id, [])).status).toBe(422);
  });

  it('stay masked for roles that see masked data; the attempt is recorded, not shown as a look', async () => {
    const { patient } = (await register(newcomer())).body;
    const president = await signInStaff(app, { role: 'president' });
    const seen = (await get(patient.id, president)).body;
    expect(seen).toMatchObject({ name: '孙*能', mayReveal: false, mayUpdate: false });
    expect((await reveal(patient.id, ['phone'], president)).status).toBe(403);
    expect((await auditOf(patient.id)).at(-1)).toMatchObject({
      action: 'patient.reveal',
      outcome: 'refused',
    });
    const views = await app.call('listPatientRecordViews', {
      as: desk.as,
      params: { patientId: patient.id },
    });
    expect(views.body.items.map(({ action }) => action)).not.toContain('查看完整信息');
    expect(views.body.items.map(({ staffName }) => staffName)).toContain('李前台');
  });
});

describe('the tabs of the patient page', () => {
  it('show visits, payments and proxies of the reader’s scope', async () => {
    const account = await signInAccount(app, { phone: '13612345678' });
    const patientId = await aPatient(app, { branchId: clinic.branchId });
    await aProxy(app, account.accountId, patientId);
    const away = await aClinic(app);
    const first = await aVisit(clinic, patientId, 1);
    const second = await aVisit(clinic, patientId, 2);
    await aVisit(away, patientId, 1);
    await aPaymentWithRefund(patientId, second);
    const params = { patientId };
    const page = (query: object) =>
      app.call('listPatientAppointments', { as: desk.as, params, query: { ...query } });
    const newest = (await page({ limit: 1 })).body;
    expect(newest.items).toMatchObject([{ id: second, status: 'booked', feeFen: 2500 }]);
    const older = (await page({ limit: 1, cursor: newest.nextCursor })).body;
    expect(older.items).toMatchObject([{ id: first }]);
    expect(older.nextCursor).toBeNull();
    const payments = await app.call('listPatientPayments', { as: desk.as, params });
    expect(payments.body.items).toMatchObject([
      { amountFen: 2500, method: 'cash', refunds: [{ amountFen: 2500, state: 'succeeded' }] },
    ]);
    const proxies = await app.call('listPatientProxies', { as: desk.as, params });
    expect(proxies.body.items).toMatchObject([
      { accountPhoneMasked: '136****5678', relation: 'self', endedAt: null },
    ]);
    expect((await get(patientId)).body).toMatchObject({ appointments: 2, proxies: 1, noShows: 0 });
    const president = await signInStaff(app, { role: 'president' });
    expect((await get(patientId, president)).body.appointments).toBe(3);
    expect((await auditOf(patientId)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['appointment.display', 'payment.display', 'proxy.display']),
    );
  });

  it('are closed to who may not reach the patient, as if there were none', async () => {
    const patientId = await aPatient(app, { branchId: clinic.branchId });
    const strangers = [
      await signInStaff(app, { role: 'front-desk', branchId: await aBranch(app) }),
      await signInStaff(app, { role: 'doctor', departmentId: (await aClinic(app)).departmentId }),
      await signInStaff(app, { role: 'staff' }),
    ];
    const looks = [
      'getPatient',
      'listPatientAppointments',
      'listPatientProxies',
      'listPatientRecordViews',
    ] as const;
    for (const stranger of strangers) {
      for (const id of looks) {
        const answer = await app.call(id, { as: stranger.as, params: { patientId } });
        expect(answer.status).toBe(404);
      }
      expect((await reveal(patientId, ['phone'], stranger)).status).toBe(404);
      expect((await update(patientId, { notes: 'x', version: 1 }, stranger)).status).toBe(404);
    }
    const nurse = await signInStaff(app, { role: 'nurse', departmentId: clinic.departmentId });
    const payments = await app.call('listPatientPayments', { as: nurse.as, params: { patientId } });
    expect(payments.status).toBe(403);
    const attempts = await auditOf(patientId);
    expect(attempts.map(({ action, outcome }) => [action, outcome])).toEqual(
      strangers.map(() => ['patient.reveal', 'refused']),
    );
    const { rows } = await app.sql.query(
      `select action, outcome from audit_event where actor_id = $1 and resource_id = $2`,
      [nurse.staffId, patientId],
    );
    expect(rows).toEqual([{ action: 'payment.display', outcome: 'refused' }]);
  });

  it('open to the doctor whose patient it is', async () => {
    const patientId = await aPatient(app);
    await aVisit(clinic, patientId, 3);
    const doctor = await signInStaff(app, {
      role: 'doctor',
      departmentId: clinic.departmentId,
      doctorId: clinic.doctorId,
    });
    expect((await get(patientId, doctor)).body).toMatchObject({ name: '王小明', appointments: 1 });
  });
});

it('keeps nothing personal in clear but the name', async () => {
  const { secrets } = await app.get(KernelContext);
  const body = newcomer({
    address: '解放路 3 号',
    contactName: '孙母',
    contactPhone: '13912340003',
  });
  const { patient } = (await register(body)).body;
  const { rows } = await app.sql.query<{ identity_cipher: string }>(
    `select * from patient where id = $1`,
    [patient.id],
  );
  const stored = JSON.stringify(rows[0]);
  for (const text of [body.identityNumber, body.phone, '解放路', '孙母', '13912340003']) {
    expect(stored).not.toContain(text);
  }
  expect(secrets.decrypt(rows[0]?.identity_cipher ?? '')).toBe(body.identityNumber);
});

async function aVisit(at: TestClinic, patientId: string, place: number): Promise<string> {
  const id = app.newId();
  await app.sql.query(
    `insert into appointment (id, appointment_no, patient_id, channel, slot_id, place_number, doctor_id, department_id,
       branch_id, date, period, starts_at, ends_at, status, exclusivity_key, fee_fen, fee_state, check_in_code, created_at)
     select $1::uuid, $1::text, $2, 'desk', s.id, $5, s.doctor_id, s.department_id, s.branch_id, s.date, s.period,
       s.starts_at + make_interval(mins => $5), s.ends_at, 'booked', $1::text, 2500, 'paid', $1::text, $4
       from slot s where s.id = $3`,
    [id, patientId, at.slotIds[0], app.clock.now(), place],
  );
  return id;
}

async function aPaymentWithRefund(patientId: string, appointmentId: string): Promise<void> {
  const id = app.newId();
  const now = app.clock.now();
  await app.sql.query(
    `insert into payment_order (id, payment_no, appointment_id, patient_id, method, state, amount_fen, refunded_fen,
       description, created_at, expires_at, paid_at)
     values ($1::uuid, $1::text, $2, $3, 'cash', 'refunded', 2500, 2500, '挂号费', $4, $4, $4)`,
    [id, appointmentId, patientId, now],
  );
  await app.sql.query(
    `insert into refund (id, refund_no, payment_id, amount_fen, reason, state, requested_at, succeeded_at)
     values ($1::uuid, $1::text, $2, 2500, '患者取消', 'succeeded', $3, $3)`,
    [app.newId(), id, now],
  );
}
