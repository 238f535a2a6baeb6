import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startTestApp,
  testNow,
  type Credentials,
  type TestApp,
} from '../../../../test/support/app';
import { aClinic, type TestClinic } from '../../../../test/support/clinic';
import {
  aDevice,
  signInAccount,
  signInStaff,
  type TestAccount,
} from '../../../../test/support/people';
import {
  aVisit,
  checkInAtDesk,
  type TestVisit,
  type VisitOptions,
} from '../../../../test/support/visits';

let app: TestApp;
let account: TestAccount;
let clinic: TestClinic;
let desk: Credentials;

const today = '2026-03-03';
const site = { latitude: 31.2304, longitude: 121.4737 };

beforeAll(async () => {
  app = await startTestApp();
  account = await signInAccount(app);
});
afterAll(() => app?.close());
beforeEach(async () => {
  app.clock.set(testNow);
  clinic = await aClinic(app, { date: today, startTime: '09:00', slots: 4, capacity: 3 });
  await app.sql.query(`update branch set latitude = $2, longitude = $3 where id = $1`, [
    clinic.branchId,
    site.latitude,
    site.longitude,
  ]);
  desk = (await signInStaff(app, { role: 'front-desk', branchId: clinic.branchId })).as;
});

const mine = (options: VisitOptions = {}) =>
  aVisit(app, clinic, { proxies: [account.accountId], ...options });
const here = { method: 'position', ...site, accuracyMetres: 20 };
const checkIn = (visit: TestVisit, body: object = here) =>
  app.call('checkInMyAppointment', {
    as: account.as,
    params: { appointmentId: visit.id },
    body,
  });
const place = (visit: TestVisit, version?: number) =>
  app.call('getMyQueuePlace', {
    as: account.as,
    params: { appointmentId: visit.id },
    query: { version },
  });
const statusOf = async (visit: TestVisit) => {
  const { rows } = await app.sql.query<{ status: string }>(
    `select status from appointment where id = $1`,
    [visit.id],
  );
  return rows[0]?.status;
};

describe('by position', () => {
  it('checks in who is near, and leaves no trace of where that was', async () => {
    const visit = await mine();
    const answer = await checkIn(visit, { ...here, latitude: 31.23456789 });
    expect(answer.body).toMatchObject({
      checkIn: { state: 'done' },
      entry: { state: 'waiting', number: visit.number, ahead: 0, isLate: false },
    });
    expect(await statusOf(visit)).toBe('arrived');
    const dump = await app.sql.query<{ everything: string }>(
      `select (select json_agg(a) from audit_event a)::text || (select json_agg(q) from queue_change q)::text
         || (select json_agg(e) from queue_entry e)::text || (select json_agg(o) from outbox o)::text
         || coalesce((select json_agg(i) from idempotency_key i)::text, '') as everything`,
    );
    expect(dump.rows[0]?.everything).not.toMatch(/31\.23|121\.47/);
    const events = await app.sql.query(
      `select payload from outbox where event = 'appointment.checked-in'
        and payload ->> 'appointmentId' = $1`,
      [visit.id],
    );
    expect(events.rows).toHaveLength(1);
  });

  it('sends away who is far, and believes no phone that claims to be everywhere', async () => {
    const visit = await mine();
    const far = { ...here, latitude: site.latitude + 0.01, accuracyMetres: 100_000 };
    expect((await checkIn(visit, far)).error?.code).toBe('CHECK_IN_TOO_FAR');
    expect(await statusOf(visit)).toBe('booked');
  });

  it('does not serve where the branch has no position', async () => {
    await app.sql.query(`update branch set latitude = null where id = $1`, [clinic.branchId]);
    const visit = await mine();
    expect((await place(visit)).body.checkIn.byPosition).toBeNull();
    expect((await checkIn(visit)).error?.code).toBe('INVALID_STATE');
  });
});

describe('by the code of the house', () => {
  it('takes the code that a screen shows now, of this branch only', async () => {
    const board = await aDevice(app, { kind: 'board', branchId: clinic.branchId });
    const { body } = await app.call('getSiteCode', { as: board.as });
    const elsewhere = await aClinic(app, { date: today });
    const stray = await aDevice(app, { kind: 'kiosk', branchId: elsewhere.branchId });
    const other = await app.call('getSiteCode', { as: stray.as });
    const visit = await mine();
    const wrong = await checkIn(visit, { method: 'site-code', code: other.body.code });
    expect(wrong.error?.code).toBe('CODE_INVALID');
    const right = await checkIn(visit, { method: 'site-code', code: body.code });
    expect(right.body.entry?.state).toBe('waiting');
  });
});

describe('the time', () => {
  it('opens an hour before the own slot and closes before the clinic ends', async () => {
    const visit = await mine({ slot: 3 });
    app.clock.set('2026-03-03T09:29:00+08:00');
    expect((await place(visit)).body.checkIn.state).toBe('too-early');
    expect((await checkIn(visit)).error?.code).toBe('CHECK_IN_NOT_OPEN');
    app.clock.set('2026-03-03T09:30:00+08:00');
    expect((await place(visit)).body.checkIn.state).toBe('open');
    const early = await mine({ slot: 0 });
    app.clock.set('2026-03-03T10:45:00+08:00');
    expect((await place(early)).body.checkIn.state).toBe('closed');
    expect((await checkIn(early)).error?.code).toBe('CHECK_IN_NOT_OPEN');
    expect((await checkInAtDesk(app, desk, early)).isLate).toBe(true);
  });

  it('knows no other day', async () => {
    const visit = await mine();
    app.clock.set('2026-03-02T09:00:00+08:00');
    expect((await checkIn(visit)).error?.code).toBe('CHECK_IN_NOT_OPEN');
  });

  it('lets the late in behind three of those who wait', async () => {
    const late = await mine({ slot: 0 });
    app.clock.set('2026-03-03T09:46:00+08:00');
    for (let n = 0; n < 3; n++) await checkInAtDesk(app, desk, await mine({ slot: 1 }));
    await checkInAtDesk(app, desk, await mine({ slot: 2 }));
    const answer = await checkIn(late);
    expect(answer.body.entry).toMatchObject({ isLate: true, ahead: 3 });
  });
});

describe('what stands against it', () => {
  it('asks for the fee first, where the setting says so', async () => {
    const visit = await mine({ feeState: 'pay-at-desk' });
    expect((await checkIn(visit)).error?.code).toBe('PAYMENT_REQUIRED_FIRST');
    await app.sql.query(
      `insert into setting (key, value, version, updated_at, updated_by_name)
       values ('checkIn.isPaymentRequiredFirst', 'false', 1, now(), 'test')`,
    );
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await checkIn(visit)).status).toBe(200);
    await app.sql.query(`delete from setting`);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
  });

  it('refuses a suspended clinic', async () => {
    const visit = await mine();
    await app.sql.query(`update appointment set is_suspended = true where id = $1`, [visit.id]);
    expect((await checkIn(visit)).error?.code).toBe('CLINIC_SUSPENDED');
  });

  it('refuses a visit that is over, and one of somebody else', async () => {
    const over = await mine({ status: 'fulfilled' });
    expect((await checkIn(over)).error?.code).toBe('INVALID_STATE');
    const foreign = await aVisit(app, clinic);
    expect((await checkIn(foreign)).error?.code).toBe('NOT_FOUND');
    expect((await place(foreign)).error?.code).toBe('NOT_FOUND');
  });
});

it('is done once, however often and from wherever it is asked at once', async () => {
  const visit = await mine();
  const answers = await Promise.all([
    ...Array.from({ length: 8 }, () => checkIn(visit)),
    ...Array.from({ length: 4 }, () =>
      app.call('checkInAppointment', { as: desk, params: { appointmentId: visit.id } }),
    ),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const { rows } = await app.sql.query(
    `select (select count(*)::int from queue_entry where appointment_id = $1) as entries,
       (select version::int from queue where roster_id = $2) as version,
       (select count(*)::int from queue_change where roster_id = $2) as changes`,
    [visit.id, clinic.rosterId],
  );
  expect(rows[0]).toEqual({ entries: 1, version: 1, changes: 1 });
});

describe('the place in the queue', () => {
  it('is counted, called, and told by a growing version', async () => {
    const first = await mine();
    const second = await mine();
    for (const visit of [second, first]) expect((await checkIn(visit)).status).toBe(200);
    const before = (await place(second)).body;
    expect(before.entry).toMatchObject({ ahead: 1, calledNumber: null, waitMinutes: null });
    expect((await place(second, before.version)).body.isChanged).toBe(false);
    const nurse = (
      await signInStaff(app, {
        role: 'nurse',
        branchId: clinic.branchId,
        departmentId: clinic.departmentId,
      })
    ).as;
    await app.call('callNext', { as: nurse, params: { rosterId: clinic.rosterId }, body: {} });
    const after = (await place(second, before.version)).body;
    expect(after.isChanged).toBe(true);
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.entry).toMatchObject({ ahead: 0, calledNumber: first.number });
    expect((await place(first)).body.entry).toMatchObject({ state: 'called', ahead: null });
  });

  it('is left when the visit is cancelled at the desk', async () => {
    const visit = await mine();
    await checkIn(visit);
    const cancelled = await app.call('cancelAppointment', {
      as: desk,
      params: { appointmentId: visit.id },
      body: { reason: 'other', note: '临时有事' },
    });
    expect(cancelled.error).toBeUndefined();
    expect((await place(visit)).body.entry).toMatchObject({ state: 'left', ahead: null });
  });
});

it('is arrived at anew when the visit was moved after check-in', async () => {
  const visit = await mine();
  const other = await aClinic(app, {
    date: today,
    branchId: clinic.branchId,
    departmentId: clinic.departmentId,
    startTime: '09:30',
  });
  await checkIn(visit);
  // As a suspension leaves it: taken out of the queue, booked again, and moved.
  await app.sql.query(`update queue_entry set state = 'left' where appointment_id = $1`, [
    visit.id,
  ]);
  await app.sql.query(
    `update appointment a set status = 'booked', slot_id = s.id, doctor_id = s.doctor_id,
       starts_at = s.starts_at, ends_at = s.ends_at, place_number = 4 from slot s where a.id = $1 and s.id = $2`,
    [visit.id, other.slotIds[0]],
  );
  expect((await place(visit)).body).toMatchObject({ checkIn: { state: 'open' }, entry: null });
  expect((await checkIn(visit)).body.entry).toMatchObject({
    state: 'waiting',
    number: 4,
    ahead: 0,
  });
  const { rows } = await app.sql.query<{ roster_id: string }>(
    `select roster_id from queue_entry where appointment_id = $1`,
    [visit.id],
  );
  expect(rows).toEqual([{ roster_id: other.rosterId }]);
});

it('gives the number of somebody who left to whoever booked the place since', async () => {
  const first = await mine();
  await checkIn(first);
  await app.call('cancelAppointment', {
    as: desk,
    params: { appointmentId: first.id },
    body: { reason: 'other', note: '临时有事' },
  });
  const second = await mine();
  expect(second.number).toBe(first.number);
  expect((await checkIn(second)).body.entry?.number).toBe(first.number);
});

describe('why one comes', () => {
  const save = (visit: TestVisit, reason: string) =>
    app.call('saveMyVisitReason', {
      as: account.as,
      params: { appointmentId: visit.id },
      body: { reason },
    });

  it('is kept unreadable, shown to the patient, and taken back by nothing', async () => {
    const visit = await mine();
    expect((await save(visit, '胸口闷一周')).status).toBe(204);
    const stored = await app.sql.query<{ row: string }>(
      `select to_jsonb(a)::text as row from appointment a where id = $1`,
      [visit.id],
    );
    expect(stored.rows[0]?.row).not.toContain('胸口');
    expect((await place(visit)).body.visitReason).toBe('胸口闷一周');
    await save(visit, '');
    expect((await place(visit)).body.visitReason).toBe('');
  });

  it('is not for visits that are over', async () => {
    const over = await mine({ status: 'fulfilled' });
    expect((await save(over, '复查')).error?.code).toBe('INVALID_STATE');
  });
});

describe('at the desk', () => {
  it('finds the visit behind a scanned code, within reach', async () => {
    const visit = await mine();
    const found = await app.call('findCheckIn', { as: desk, body: { code: visit.checkInCode } });
    expect(found.body).toMatchObject({ id: visit.id, queueNumber: visit.number });
    const unknown = await app.call('findCheckIn', { as: desk, body: { code: 'ZZZZZZZZZZ' } });
    expect(unknown.error?.code).toBe('NOT_FOUND');
    const elsewhere = await aVisit(app, await aClinic(app, { date: today }));
    const far = await app.call('findCheckIn', { as: desk, body: { code: elsewhere.checkInCode } });
    expect(far.error?.code).toBe('NOT_FOUND');
    const denied = await app.call('checkInAppointment', {
      as: desk,
      params: { appointmentId: elsewhere.id },
    });
    expect(denied.error?.code).toBe('NOT_FOUND');
  });

  it('answers with the slip', async () => {
    const slip = await checkInAtDesk(app, desk, await mine());
    expect(slip).toMatchObject({ patientNameMasked: '王*明', ahead: 0, isLate: false });
  });
});
