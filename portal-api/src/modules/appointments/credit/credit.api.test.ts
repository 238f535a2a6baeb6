import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, type ClinicOptions } from '../../../../test/support/clinic';
import {
  signInAccount,
  signInStaff,
  type TestAccount,
  type TestStaff,
} from '../../../../test/support/people';
import { aPdf } from '../../../../test/support/sample-files';
import { Settings, systemActor, UnitOfWork } from '../../../kernel';
import { CreditStanding } from './credit-standing';
import { MarkNoShows } from './mark-no-shows.job';

let app: TestApp;
let account: TestAccount;
let manager: TestStaff;
let desk: TestStaff;
let branchId: string;
beforeAll(async () => {
  app = await startTestApp();
  account = await signInAccount(app);
  ({ branchId } = await aClinic(app));
  manager = await signInStaff(app, { role: 'manager', branchId });
  desk = await signInStaff(app, { role: 'front-desk', branchId });
});
afterAll(() => app?.close());

const hour = 3_600_000;
const day = 24 * hour;
const today = () => new Date(app.clock.now().getTime() + 8 * hour).toISOString().slice(0, 10);
const dayFrom = (days: number) =>
  new Date(Date.parse(`${today()}T00:00:00Z`) + days * day).toISOString().slice(0, 10);

/** Booked for tomorrow morning. */
async function booked(patientId: string, options: ClinicOptions = {}, as = account.as) {
  const clinic = await aClinic(app, { branchId, date: dayFrom(1), ...options });
  const { status, body, error } = await app.call('bookPlace', {
    as,
    body: { slotId: clinic.slotIds[0], patientId },
  });
  expect(error).toBeUndefined();
  expect(status).toBe(200);
  return body;
}

/** Tomorrow, when every morning clinic and its grace are over. */
async function theDayPasses(): Promise<void> {
  app.clock.set(`${dayFrom(1)}T12:00:00+08:00`);
  while ((await app.runJob(MarkNoShows)) > 0);
  await app.relay();
}

async function missVisits(patientId: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++) await booked(patientId);
  await theDayPasses();
}

const credit = async (patientId: string, as = account.as) =>
  (await app.call('getMyCredit', { as, params: { patientId } })).body;

async function setRule(key: string, value: unknown): Promise<void> {
  const settings = await app.get(Settings);
  const version = (await settings.storedRows()).get(key)?.version ?? 0;
  await settings.change(systemActor('test'), key, value, '测试', version);
}

const newPatient = (accountId = account.accountId) =>
  aPatient(app, { proxies: [accountId], branchId });

describe('a visit that nobody came to', () => {
  it('is a no-show once its clinic and the grace are over, and counts for the patient', async () => {
    const patientId = await newPatient();
    const { id } = await booked(patientId);
    app.clock.set(`${dayFrom(1)}T10:29:00+08:00`);
    await app.runJob(MarkNoShows);
    expect((await credit(patientId)).events).toEqual([]);
    // 09:00 and two slots of half an hour, and half an hour of grace.
    app.clock.set(`${today()}T10:30:00+08:00`);
    await app.runJob(MarkNoShows);
    const visit = await app.call('getMyAppointment', {
      as: account.as,
      params: { appointmentId: id },
    });
    expect(visit.body.status).toBe('noshow');
    const { counted, limit, windowDays, suspendedUntil, events } = await credit(patientId);
    expect({ counted, limit, windowDays, suspendedUntil }).toEqual({
      counted: 1,
      limit: 3,
      windowDays: 180,
      suspendedUntil: null,
    });
    expect(events).toMatchObject([
      { kind: 'no-show', appointmentId: id, isCounted: true, appeal: null },
    ]);
    expect(events[0]!.visitText).toMatch(/^\d+月\d+日 周. 上午 科室\w+ 李医生$/);
    await app.relay();
    const messages = await app.call('listMyMessages', { as: account.as });
    expect(messages.body.items[0]).toMatchObject({ kind: 'no-show-recorded' });
    expect(messages.body.items[0]!.body).toContain('180 天内共 1 次');
  });

  it('is marked once, however many workers look', async () => {
    const patientId = await newPatient();
    await booked(patientId);
    app.clock.set(`${dayFrom(1)}T12:00:00+08:00`);
    await Promise.all(Array.from({ length: 6 }, () => app.runJob(MarkNoShows)));
    expect((await credit(patientId)).counted).toBe(1);
  });

  it('is none when it was suspended, cancelled by the house, or the patient was there', async () => {
    const patientId = await newPatient();
    const suspended = await booked(patientId);
    await app.sql.query(`update appointment set is_suspended = true where id = $1`, [suspended.id]);
    const arrived = await booked(patientId);
    await app.sql.query(`update appointment set status = 'arrived' where id = $1`, [arrived.id]);
    const cancelled = await booked(patientId);
    const { status } = await app.call('cancelAppointment', {
      as: desk.as,
      params: { appointmentId: cancelled.id },
      body: { reason: 'other', note: '' },
    });
    expect(status).toBe(200);
    await theDayPasses();
    expect((await credit(patientId)).events).toEqual([]);
  });

  it('is closed without a mark when it lies weeks back', async () => {
    const patientId = await newPatient();
    const { id } = await booked(patientId);
    app.clock.advance(20 * day);
    await app.runJob(MarkNoShows);
    const { rows } = await app.sql.query(`select status from appointment where id = $1`, [id]);
    expect(rows).toEqual([{ status: 'noshow' }]);
    expect((await credit(patientId)).events).toEqual([]);
  });

  it('counts no more when its window is over', async () => {
    const patientId = await newPatient();
    await missVisits(patientId, 1);
    app.clock.advance(181 * day);
    expect(await credit(patientId)).toMatchObject({ counted: 0, events: [{ isCounted: false }] });
  });
});

describe('a cancellation shortly before the visit', () => {
  it('counts only where the hospital says so', async () => {
    const patientId = await newPatient();
    const cancel = async (appointmentId: string) =>
      app.call('cancelMyAppointment', {
        as: account.as,
        params: { appointmentId },
        body: { reason: 'recovered', note: '' },
      });
    expect((await cancel((await booked(patientId)).id)).status).toBe(200);
    expect((await credit(patientId)).counted).toBe(0);
    await setRule('credit.lateCancelMinutes', 4320);
    await cancel((await booked(patientId)).id);
    await setRule('credit.lateCancelMinutes', 0);
    expect(await credit(patientId)).toMatchObject({
      counted: 1,
      events: [{ kind: 'late-cancel' }],
    });
  });
});

describe('a patient who reached the limit', () => {
  it('books nothing by the portal, whoever the account is, and still at the desk', async () => {
    const other = await signInAccount(app);
    const patientId = await aPatient(app, {
      proxies: [account.accountId, other.accountId],
      branchId,
    });
    const sibling = await newPatient();
    const kept = await booked(patientId, { date: dayFrom(9) });
    await missVisits(patientId, 3);
    const { suspendedUntil } = await credit(patientId);
    expect(Date.parse(suspendedUntil!) - app.clock.now().getTime()).toBe(90 * day);
    const clinic = await aClinic(app, { branchId, date: dayFrom(2) });
    const slotId = clinic.slotIds[0]!;
    for (const { as } of [account, other]) {
      for (const operation of ['holdPlace', 'bookPlace'] as const) {
        const answer = await app.call(operation, { as, body: { slotId, patientId } });
        expect(answer.error?.code).toBe('PATIENT_SUSPENDED');
        expect(answer.error?.message).toMatch(/到 2026年\d+月\d+日 周. 恢复/);
      }
    }
    const moved = await app.call('rescheduleMyAppointment', {
      as: other.as,
      params: { appointmentId: kept.id },
      body: { slotId },
    });
    expect(moved.error?.code).toBe('PATIENT_SUSPENDED');
    const waiting = await app.call('joinWaitlist', {
      as: other.as,
      body: { patientId, wish: { kind: 'slot', slotId } },
    });
    expect(waiting.error?.code).toBe('PATIENT_SUSPENDED');
    const mine = { as: account.as, body: { slotId, patientId: sibling } };
    expect((await app.call('bookPlace', mine)).status).toBe(200);
    const atDesk = { as: desk.as, body: { slotId, patientId, channel: 'desk' } };
    expect((await app.call('bookForPatient', atDesk)).status).toBe(200);
  });

  it('is refused at the desk as well where the hospital wants it', async () => {
    const patientId = await newPatient();
    await missVisits(patientId, 3);
    await setRule('credit.mayStaffBookSuspended', false);
    const { slotIds } = await aClinic(app, { branchId, date: dayFrom(2) });
    const body = { slotId: slotIds[0], patientId, channel: 'desk' };
    const answer = await app.call('bookForPatient', { as: desk.as, body });
    await setRule('credit.mayStaffBookSuspended', true);
    expect(answer.error?.code).toBe('PATIENT_SUSPENDED');
  });

  it('books again when the time is over', async () => {
    const patientId = await newPatient();
    await missVisits(patientId, 3);
    app.clock.advance(90 * day + hour);
    expect((await credit(patientId)).suspendedUntil).toBeNull();
    await booked(patientId);
  });

  it('books again when staff lift it, once; the next missed visit suspends anew', async () => {
    const patientId = await newPatient();
    await missVisits(patientId, 3);
    const lift = () =>
      app.call('liftCreditSuspension', {
        as: manager.as,
        params: { patientId },
        body: { reason: '化疗患者，情况特殊' },
      });
    const lifted = await Promise.all([lift(), lift(), lift()]);
    expect(lifted.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    await missVisits(patientId, 1);
    expect((await credit(patientId)).suspendedUntil).not.toBeNull();
  });

  it('marks that come at once add up to one standing', async () => {
    const patientId = await newPatient();
    await Promise.all(
      Array.from({ length: 5 }, () =>
        app.call('recordCreditEvent', {
          as: manager.as,
          params: { patientId },
          body: { kind: 'manual', reason: '多次占号不到' },
        }),
      ),
    );
    const { rows } = await app.sql.query(
      `select counted, suspended_until is not null as suspended from patient_credit where patient_id = $1`,
      [patientId],
    );
    expect(rows).toEqual([{ counted: 5, suspended: true }]);
  });
});

describe('forgiveness', () => {
  it('takes one mark or all of them, and what rested on them', async () => {
    const patientId = await newPatient();
    await missVisits(patientId, 3);
    const [event] = (await credit(patientId)).events;
    const forgive = (eventId?: string) =>
      app.call('recordCreditEvent', {
        as: manager.as,
        params: { patientId },
        body: { kind: 'amnesty', reason: '医院系统故障', ...(eventId ? { eventId } : {}) },
      });
    const one = await forgive(event!.id);
    expect(one.body).toMatchObject({ counted: 2, suspendedUntil: null });
    expect(one.body.events[0]).toMatchObject({ kind: 'amnesty', note: '医院系统故障' });
    expect((await forgive(event!.id)).error?.code).toBe('INVALID_STATE');
    expect((await forgive()).body.counted).toBe(0);
    expect((await forgive()).error?.code).toBe('INVALID_STATE');
    const { rows } = await app.sql.query(
      `select action, reason from audit_event where patient_id = $1 and action like 'credit.%' order by at`,
      [patientId],
    );
    expect(rows).toEqual([
      { action: 'credit.amnesty', reason: '医院系统故障' },
      { action: 'credit.amnesty', reason: '医院系统故障' },
    ]);
  });

  it('is for who may update credit, within their branch', async () => {
    const patientId = await newPatient();
    const elsewhere = await signInStaff(app, {
      role: 'manager',
      branchId: (await aClinic(app)).branchId,
    });
    const request = { params: { patientId }, body: { kind: 'manual', reason: '测试' } };
    expect((await app.call('recordCreditEvent', { as: desk.as, ...request })).status).toBe(403);
    expect((await app.call('recordCreditEvent', { as: elsewhere.as, ...request })).status).toBe(
      404,
    );
    const look = { params: { patientId } };
    expect((await app.call('listPatientCredit', { as: desk.as, ...look })).status).toBe(200);
    expect((await app.call('listPatientCredit', { as: elsewhere.as, ...look })).status).toBe(404);
  });
});

async function uploaded(as = account.as): Promise<string> {
  const base64 = aPdf().toString('base64');
  return (await app.call('uploadFile', { as, body: { name: '住院证明.pdf', base64 } })).body.id;
}

const appeal = (patientId: string, body: object, as = account.as) =>
  app.call('appealCreditEvent', {
    as,
    params: { patientId },
    body: { text: '当天急诊住院，附住院证明', ...body },
  });

describe('an appeal', () => {
  it('with documents, upheld: the mark goes and the suspension that rested on it', async () => {
    const patientId = await newPatient();
    await missVisits(patientId, 3);
    const [event] = (await credit(patientId)).events;
    const fileIds = [await uploaded(), await uploaded()];
    const sent = await appeal(patientId, { eventId: event!.id, fileIds });
    expect(sent.body.events[0]).toMatchObject({
      appeal: { state: 'open', answer: '' },
      mayAppealUntil: null,
    });

    const list = await app.call('listCreditAppeals', { as: manager.as, query: { state: 'open' } });
    const open = list.body.items.find((each) => each.patientId === patientId)!;
    expect(open).toMatchObject({
      patientName: '王*明',
      text: '当天急诊住院，附住院证明',
      files: [{ name: '住院证明.pdf' }, { name: '住院证明.pdf' }],
      version: 1,
    });
    expect(Date.parse(open.dueAt) - app.clock.now().getTime()).toBe(5 * day);

    const file = await app.call('getCreditAppealFile', {
      as: manager.as,
      params: { appealId: open.id, fileId: fileIds[0]! },
    });
    expect(Buffer.from(file.body.base64, 'base64')).toEqual(aPdf());
    const { rows } = await app.sql.query(
      `select patient_id, actor_id from audit_event where action = 'credit.read-file' and resource_id = $1`,
      [fileIds[0]],
    );
    expect(rows).toEqual([{ patient_id: patientId, actor_id: manager.staffId }]);

    const decided = await app.call('decideCreditAppeal', {
      as: manager.as,
      params: { appealId: open.id },
      body: { decision: 'upheld', answer: '材料属实', version: 1 },
    });
    expect(decided.body).toMatchObject({ state: 'upheld', answer: '材料属实', version: 2 });
    expect(await credit(patientId)).toMatchObject({
      counted: 2,
      suspendedUntil: null,
      events: [{ isCounted: false, appeal: { state: 'upheld', answer: '材料属实' } }, {}, {}],
    });
    await app.relay();
    const messages = await app.call('listMyMessages', { as: account.as });
    expect(messages.body.items[0]).toMatchObject({
      kind: 'credit-appeal-decided',
      title: '申诉已通过',
    });
  });

  it('rejected: the mark stays, and there is no second appeal', async () => {
    const patientId = await newPatient();
    await missVisits(patientId, 1);
    const [event] = (await credit(patientId)).events;
    await appeal(patientId, { eventId: event!.id });
    const list = await app.call('listCreditAppeals', { as: manager.as });
    const { id } = list.body.items.find((each) => each.patientId === patientId)!;
    const decide = (version: number, decision = 'rejected') =>
      app.call('decideCreditAppeal', {
        as: manager.as,
        params: { appealId: id },
        body: { decision, answer: '没有材料', version },
      });
    const answers = await Promise.all([decide(1), decide(1, 'upheld'), decide(1)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await decide(1)).error?.code).toBe('VERSION_CONFLICT');
    expect((await decide(2)).error?.code).toBe('INVALID_STATE');
    expect((await appeal(patientId, { eventId: event!.id })).error?.code).toBe('ALREADY_APPEALED');
  });

  it('is made once, however often it is sent at the same time', async () => {
    const patientId = await newPatient();
    await missVisits(patientId, 1);
    const [event] = (await credit(patientId)).events;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => appeal(patientId, { eventId: event!.id })),
    );
    const codes = answers.map(({ error }) => error?.code ?? 'ok').sort();
    expect(codes).toEqual([...Array<string>(4).fill('ALREADY_APPEALED'), 'ok']);
  });

  it('has its time, and needs a mark that counts', async () => {
    const patientId = await newPatient();
    await missVisits(patientId, 1);
    const [event] = (await credit(patientId)).events;
    app.clock.advance(15 * day);
    expect((await appeal(patientId, { eventId: event!.id })).error?.code).toBe('INVALID_STATE');
    expect((await credit(patientId)).events[0]!.mayAppealUntil).toBeNull();
    expect((await appeal(patientId, { eventId: app.newId() })).error?.code).toBe('NOT_FOUND');
  });

  it('takes documents of the account only, each for one appeal', async () => {
    const patientId = await newPatient();
    await missVisits(patientId, 2);
    const [one, two] = (await credit(patientId)).events;
    const stranger = await signInAccount(app);
    const theirs = await uploaded(stranger.as);
    const foreign = await appeal(patientId, { eventId: one!.id, fileIds: [theirs] });
    expect(foreign.error?.code).toBe('NOT_FOUND');
    const mine = await uploaded();
    expect((await appeal(patientId, { eventId: one!.id, fileIds: [mine] })).status).toBe(200);
    const again = await appeal(patientId, { eventId: two!.id, fileIds: [mine] });
    expect(again.error?.code).toBe('NOT_FOUND');
  });

  it('shows its documents to nobody but through itself', async () => {
    const patientId = await newPatient();
    await missVisits(patientId, 2);
    const [one, two] = (await credit(patientId)).events;
    const [fileOne, fileTwo] = [await uploaded(), await uploaded()];
    await appeal(patientId, { eventId: one!.id, fileIds: [fileOne] });
    await appeal(patientId, { eventId: two!.id, fileIds: [fileTwo] });
    const list = await app.call('listCreditAppeals', { as: manager.as });
    const own = list.body.items.find((each) => each.event.id === one!.id)!;
    const read = (as: TestStaff['as'], fileId: string) =>
      app.call('getCreditAppealFile', { as, params: { appealId: own.id, fileId } });
    expect((await read(manager.as, fileTwo)).status).toBe(404);
    const elsewhere = await signInStaff(app, {
      role: 'manager',
      branchId: (await aClinic(app)).branchId,
    });
    expect((await read(elsewhere.as, fileOne)).status).toBe(404);
    const theirs = await app.call('listCreditAppeals', { as: elsewhere.as });
    expect(theirs.body.items).toEqual([]);
  });

  it('is listed by when it is due, page by page', async () => {
    const first = await app.call('listCreditAppeals', { as: manager.as, query: { limit: 3 } });
    const all = [...first.body.items];
    let cursor = first.body.nextCursor;
    while (cursor) {
      const page = await app.call('listCreditAppeals', {
        as: manager.as,
        query: { limit: 3, cursor },
      });
      all.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const open = all.filter(({ state }) => state === 'open');
    expect(all.slice(0, open.length)).toEqual(open);
    const due = open.map(({ dueAt }) => dueAt);
    expect(due).toEqual([...due].sort());
  });
});

describe('booking patterns', () => {
  const patterns = async (kind: string, as = manager.as) =>
    (await app.call('listBookingPatterns', { as, query: { kind, days: 365 } })).body.items;

  it('finds who cancels again and again', async () => {
    const patientId = await newPatient();
    for (let n = 0; n < 4; n++) {
      const { id } = await booked(patientId, { date: dayFrom(3) });
      const params = { appointmentId: id };
      const body = { reason: 'recovered', note: '' };
      await app.call('cancelMyAppointment', { as: account.as, params, body });
    }
    const found = (await patterns('repeat-cancellers')).find((row) => row.patientId === patientId);
    expect(found).toMatchObject({
      subject: '王*明',
      booked: 4,
      cancelled: 4,
      accounts: 1,
      score: 72,
    });
  });

  it('finds an account with many patients, and devices with many accounts', async () => {
    const tout = await signInAccount(app, { phone: '13911112222' });
    for (let n = 0; n < 4; n++) await booked(await newPatient(tout.accountId), {}, tout.as);
    const [many] = await patterns('many-patients-one-account');
    const masked = (await patterns('many-patients-one-account')).find(
      ({ subject }) => subject === '139****2222',
    );
    expect(many!.patients).toBeGreaterThanOrEqual(4);
    expect(masked).toMatchObject({ patients: 4, booked: 4, patientId: null });

    const crowd = [];
    for (let n = 0; n < 3; n++) {
      const each = await signInAccount(app);
      crowd.push(each.accountId);
      await booked(await newPatient(each.accountId), {}, each.as);
    }
    await app.sql.query(
      `update account_session set device_index = 'abcdefXYZ', address = '203.0.113.7' where account_id = any($1)`,
      [crowd],
    );
    expect(await patterns('many-accounts-one-device')).toMatchObject([
      { subject: '设备 ABCDEF', accounts: 3, patients: 3, booked: 3 },
    ]);
  });

  it('finds series of missed visits', async () => {
    const patientId = await newPatient();
    await missVisits(patientId, 2);
    const found = (await patterns('no-show-series')).find((row) => row.patientId === patientId);
    expect(found).toMatchObject({ noShows: 2, score: 60 });
  });

  it('shows a branch its own only, and who merely analyses no way to people', async () => {
    const elsewhere = await signInStaff(app, {
      role: 'manager',
      branchId: (await aClinic(app)).branchId,
    });
    expect(await patterns('no-show-series', elsewhere.as)).toEqual([]);
    const analyst = await signInStaff(app, { role: 'data-analyst' });
    const seen = await patterns('no-show-series', analyst.as);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((row) => row.patientId === null)).toBe(true);
  });
});

it('the standing is worked out by one function, and holds what the marks say', async () => {
  const standing = await app.get(CreditStanding);
  const unitOfWork = await app.get(UnitOfWork);
  const { rows } = await app.sql.query<{ patient_id: string; suspended_until: Date | null }>(
    `select patient_id, suspended_until from patient_credit`,
  );
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows) {
    const again = await unitOfWork.run((tx) => standing.recompute(tx, row.patient_id));
    expect(again.suspendedUntil).toEqual(row.suspended_until);
  }
});
