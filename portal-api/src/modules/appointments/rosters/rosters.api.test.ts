import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import {
  createHospital,
  rosterBody,
  type RosterBody,
  type TestHospital,
} from '../../../../test/support/hospital';
import { aPatient, aProxy } from '../../../../test/support/clinic';
import { signInAccount, signInStaff, type TestStaff } from '../../../../test/support/people';

let app: TestApp;
let hospital: TestHospital;
let manager: TestStaff;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await createHospital(app);
  manager = await signInStaff(app, { role: 'manager' });
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.sql.query(`delete from appointment`);
  await app.sql.query(`delete from clinic_suspension`);
  await app.sql.query(`delete from roster`);
  await app.sql.query(`delete from roster_template`);
});

const create = (more: Partial<RosterBody> = {}, as = manager.as) =>
  app.call('createRoster', { body: rosterBody(hospital, more), as });
const places = async (rosterId: string) =>
  (
    await app.sql.query<{ number: number; channel: string; state: string; starts_at: Date }>(
      `select number, channel, state, starts_at from place join slot on slot.id = slot_id
       where roster_id = $1 order by number`,
      [rosterId],
    )
  ).rows;
/** Sells a place the way a booking does, as far as the place is concerned. */
const sell = async (rosterId: string, number: number) => {
  await app.sql.query(
    `update place set state = 'sold', appointment_id = $3 from slot
     where slot.id = place.slot_id and roster_id = $1 and number = $2`,
    [rosterId, number, app.newId()],
  );
};
const update = (rosterId: string, more: object, version = 1) =>
  app.call('updateRoster', {
    params: { rosterId },
    as: manager.as,
    body: {
      capacity: { shared: 2, wechat: 1, phone: 0, desk: 0 },
      room: '3 诊室',
      isClosed: false,
      note: '',
      version,
      ...more,
    },
  });

describe('making a roster', () => {
  it('makes its slots and places, numbered in the order of time', async () => {
    const { status, body } = await create();
    expect(status).toBe(200);
    expect(body).toMatchObject({ doctorName: '林静远', places: 12, taken: 0, feeFen: 2500 });
    const rows = await places(body.id);
    expect(rows.map((row) => row.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(rows.map((row) => row.starts_at.getTime())).toEqual(
      rows.map((row) => row.starts_at.getTime()).sort((a, b) => a - b),
    );
    expect(rows[0]!.starts_at.toISOString()).toBe('2026-03-04T00:00:00.000Z');
    expect(rows.slice(0, 3).map((row) => row.channel)).toEqual(['any', 'any', 'wechat']);
    const slotIds = await app.sql.query<{ id: string }>(`select id from slot`);
    for (const { id } of slotIds.rows) expect(id[14]).toBe('7');
  });

  it('releases by the rule in settings: at seven on the day it enters the window', async () => {
    const { body } = await create({ date: '2026-03-20' });
    expect(body.releaseAt).toBe('2026-03-06T23:00:00.000Z');
  });

  it('says with what it clashes: the doctor or the room', async () => {
    await create();
    const sameDoctor = await create({
      room: '',
      startTime: '09:00',
      endTime: '11:00',
      period: 'afternoon',
    });
    expect(sameDoctor.error?.code).toBe('ROSTER_CLASH');
    expect(sameDoctor.error?.message).toBe('林静远医生3月4日 周三上午 08:00–10:00 已有排班');
    const sameRoom = await create({ doctorId: hospital.colleagueId });
    expect(sameRoom.error?.message).toBe('3 诊室 3月4日 周三上午 08:00–10:00 已由林静远医生使用');
    expect((await app.sql.query(`select from roster`)).rowCount).toBe(1);
  });

  it('lets one of twenty at once through and leaves nothing half-made', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => create()));
    const codes = answers.map((answer) => answer.error?.code ?? 'made').sort();
    expect(codes).toEqual([...Array<string>(19).fill('ROSTER_CLASH'), 'made']);
    expect((await app.sql.query(`select from slot`)).rowCount).toBe(4);
    expect((await app.sql.query(`select from place`)).rowCount).toBe(12);
  });

  it('refuses the past, a doctor of another branch, an unknown service', async () => {
    expect((await create({ date: '2026-03-01' })).error?.fields).toHaveProperty(['body.date']);
    const elsewhere = await signInStaff(app, { role: 'manager', branchId: hospital.otherBranchId });
    expect((await create({}, elsewhere.as)).status).toBe(404);
    expect((await create({ serviceId: app.newId() })).error?.fields).toHaveProperty([
      'body.serviceId',
    ]);
    const desk = await signInStaff(app, { role: 'front-desk', branchId: hospital.branchId });
    expect((await create({}, desk.as)).status).toBe(403);
  });

  it('answers a repeat under the same key with the same roster', async () => {
    const options = {
      body: rosterBody(hospital),
      as: manager.as,
      idempotencyKey: 'roster-key-0001',
    };
    const first = await app.call('createRoster', options);
    const again = await app.call('createRoster', options);
    expect(again.body.id).toBe(first.body.id);
  });

  it('is audited', async () => {
    const { body } = await create();
    const { rows } = await app.sql.query(
      `select action, actor_id from audit_event where resource_id = $1`,
      [body.id],
    );
    expect(rows).toEqual([{ action: 'roster.create', actor_id: manager.staffId }]);
  });
});

describe('an exception', () => {
  it('adds places after the last number and takes free ones away', async () => {
    const { id } = (await create()).body;
    const wider = await update(id, { capacity: { shared: 3, wechat: 1, phone: 0, desk: 1 } });
    expect(wider.body).toMatchObject({ places: 20, version: 2 });
    expect((await places(id)).map((row) => row.number)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    await sell(id, 1);
    const narrow = await update(id, { capacity: { shared: 1, wechat: 0, phone: 0, desk: 0 } }, 2);
    expect(narrow.body).toMatchObject({ places: 4, taken: 1 });
    expect((await places(id)).map((row) => row.number)).toEqual([1, 4, 7, 10]);
  });

  it('never goes below what is taken, and then changes nothing', async () => {
    const { id } = (await create()).body;
    await sell(id, 1);
    await sell(id, 2);
    const answer = await update(id, { capacity: { shared: 1, wechat: 1, phone: 0, desk: 0 } });
    expect(answer.error?.code).toBe('ROSTER_HAS_APPOINTMENTS');
    expect(answer.error?.message).toContain('08:00 时段的共享号已约出 2 个');
    expect(await places(id)).toHaveLength(12);
  });

  it('closes and opens again without touching what is sold', async () => {
    const { id } = (await create()).body;
    await sell(id, 5);
    await update(id, { isClosed: true });
    const closed = await places(id);
    expect(closed.filter((row) => row.state === 'closed')).toHaveLength(11);
    expect(closed.find((row) => row.number === 5)?.state).toBe('sold');
    await update(id, { isClosed: false }, 2);
    expect((await places(id)).filter((row) => row.state === 'free')).toHaveLength(11);
  });

  it('refuses a room that is in use and an old version', async () => {
    const { id } = (await create()).body;
    await create({ doctorId: hospital.colleagueId, room: '4 诊室' });
    const answer = await update(id, { room: '4 诊室' });
    expect(answer.error).toMatchObject({ code: 'ROSTER_CLASH' });
    expect(answer.error?.message).toContain('4 诊室');
    expect((await update(id, {}, 7)).error?.code).toBe('VERSION_CONFLICT');
  });

  it('waits for a claim under way and then counts it', async () => {
    const { id } = (await create({ capacity: { shared: 1, wechat: 1, phone: 0, desk: 0 } })).body;
    const claim = await app.sql.connect();
    await claim.query('begin');
    await claim.query(
      `update place set state = 'held', hold_id = $2, appointment_id = $2
       where (slot_id, number) = (
         select slot_id, number from place join slot on slot.id = slot_id
         where roster_id = $1 and channel = 'any' and place.state = 'free'
         order by number limit 1 for update of place skip locked)`,
      [id, app.newId()],
    );
    const narrowing = update(id, { capacity: { shared: 0, wechat: 1, phone: 0, desk: 0 } });
    await new Promise((resolve) => setTimeout(resolve, 150));
    await claim.query('commit');
    claim.release();
    expect((await narrowing).error?.code).toBe('ROSTER_HAS_APPOINTMENTS');
    expect(await places(id)).toHaveLength(8);
  });
});

describe('an exception beside real bookings', () => {
  it('neither loses a booking nor keeps a place that went', async () => {
    const { id } = (await create({ capacity: { shared: 5, wechat: 0, phone: 0, desk: 0 } })).body;
    const { rows: slots } = await app.sql.query<{ id: string }>(
      `select id from slot where roster_id = $1 order by starts_at limit 1`,
      [id],
    );
    const slotId = slots[0]!.id;
    const account = await signInAccount(app);
    const patients = await Promise.all(Array.from({ length: 6 }, () => aPatient(app)));
    for (const patient of patients) await aProxy(app, account.accountId, patient);
    const book = (patientId: string) =>
      app.call('bookPlace', { body: { slotId, patientId }, as: account.as });
    const [narrowed, ...booked] = await Promise.all([
      update(id, { capacity: { shared: 2, wechat: 0, phone: 0, desk: 0 } }),
      ...patients.map(book),
    ]);
    const sold = booked.filter((answer) => answer.status === 200).length;
    const refused = booked.filter((answer) => answer.error?.code === 'SLOT_FULL').length;
    expect(sold + refused).toBe(6);
    const { rows } = await app.sql.query<{ state: string; n: number }>(
      `select state, count(*)::int as n from place where slot_id = $1 group by state`,
      [slotId],
    );
    const of = (state: string) => rows.find((row) => row.state === state)?.n ?? 0;
    expect(of('sold')).toBe(sold);
    expect(of('sold') + of('free')).toBe(narrowed.status === 200 ? 2 : 5);
    if (narrowed.status !== 200) expect(narrowed.error?.code).toBe('ROSTER_HAS_APPOINTMENTS');
  });
});

describe('removing a roster', () => {
  it('removes one that nobody booked', async () => {
    const { id } = (await create()).body;
    const answer = await app.call('deleteRoster', { params: { rosterId: id }, as: manager.as });
    expect(answer.status).toBe(204);
    expect((await app.sql.query(`select from place`)).rowCount).toBe(0);
  });

  it('refuses when somebody booked it', async () => {
    const { id } = (await create()).body;
    const { rows } = await app.sql.query<{ id: string }>(
      `select id from slot where roster_id = $1 limit 1`,
      [id],
    );
    const account = await signInAccount(app);
    const patientId = await aPatient(app);
    await aProxy(app, account.accountId, patientId);
    const body = { slotId: rows[0]!.id, patientId };
    await app.call('bookPlace', { body, as: account.as });
    const answer = await app.call('deleteRoster', { params: { rosterId: id }, as: manager.as });
    expect(answer.error?.code).toBe('ROSTER_HAS_APPOINTMENTS');
  });

  it('refuses when it was suspended, since the suspension names it', async () => {
    const { id, branchId } = (await create()).body;
    const suspensionId = app.newId();
    await app.sql.query(
      `insert into clinic_suspension (id, state, reason, branch_id, created_at, created_by)
       select $1, 'open', 'doctor-ill', $2, now(), id from staff limit 1`,
      [suspensionId, branchId],
    );
    await app.sql.query(
      `insert into suspension_roster (suspension_id, roster_id, booked, held, waiting) values ($1, $2, 0, 0, 0)`,
      [suspensionId, id],
    );
    const answer = await app.call('deleteRoster', { params: { rosterId: id }, as: manager.as });
    expect(answer.error?.code).toBe('ROSTER_HAS_APPOINTMENTS');
  });
});

describe('weekly templates', () => {
  const template = (more: object = {}) => {
    const { date: _date, ...timing } = rosterBody(hospital);
    return { ...timing, weekday: 3, ...more };
  };

  it('are added, changed, listed and removed', async () => {
    const made = await app.call('createRosterTemplate', { body: template(), as: manager.as });
    expect(made.body).toMatchObject({ weekday: 3, doctorName: '林静远', feeFen: 2500, version: 1 });
    const params = { templateId: made.body.id };
    const changed = await app.call('updateRosterTemplate', {
      params,
      body: { ...template({ weekday: 4 }), version: 1 },
      as: manager.as,
    });
    expect(changed.body).toMatchObject({ weekday: 4, version: 2 });
    const listed = await app.call('listRosterTemplates', { as: manager.as });
    expect(listed.body.items).toEqual([changed.body]);
    await app.call('deleteRosterTemplate', { params, as: manager.as });
    const after = await app.call('listRosterTemplates', { as: manager.as });
    expect(after.body.items).toEqual([]);
  });

  it('refuse what would clash every week', async () => {
    await app.call('createRosterTemplate', { body: template(), as: manager.as });
    const same = await app.call('createRosterTemplate', { body: template(), as: manager.as });
    expect(same.error).toMatchObject({
      code: 'ROSTER_CLASH',
      message: '林静远医生周三上午已有周模板',
    });
    const room = await app.call('createRosterTemplate', {
      body: template({ doctorId: hospital.colleagueId }),
      as: manager.as,
    });
    expect(room.error?.message).toBe('3 诊室 周三上午已排给林静远医生');
  });

  it('become rosters; what is there stays and is named', async () => {
    await app.call('createRosterTemplate', { body: template(), as: manager.as });
    await create({ date: '2026-03-11' });
    const answer = await app.call('applyRosterTemplates', {
      body: { from: '2026-03-02', to: '2026-03-22' },
      as: manager.as,
    });
    expect(answer.body).toEqual({
      created: 2,
      skipped: [
        {
          doctorName: '林静远',
          date: '2026-03-11',
          period: 'morning',
          reason: '林静远医生3月11日 周三上午 08:00–10:00 已有排班',
        },
      ],
    });
  });
});

describe('copying a week', () => {
  it('copies what does not clash and says why the rest stays out', async () => {
    await create();
    await create({ doctorId: hospital.colleagueId, room: '' });
    await create({ date: '2026-03-11', period: 'afternoon', startTime: '09:00', endTime: '12:00' });
    const body = { fromMonday: '2026-03-02', toMonday: '2026-03-09' };
    const answer = await app.call('copyRosterWeek', { body, as: manager.as });
    expect(answer.body.created).toBe(1);
    expect(answer.body.skipped).toMatchObject([{ doctorName: '林静远', date: '2026-03-11' }]);
    const past = await app.call('copyRosterWeek', {
      body: { fromMonday: '2026-03-09', toMonday: '2026-02-23' },
      as: manager.as,
    });
    expect(past.body).toMatchObject({ created: 0, skipped: [{ reason: '日期已过' }, {}] });
    const tuesday = await app.call('copyRosterWeek', {
      body: { ...body, toMonday: '2026-03-10' },
      as: manager.as,
    });
    expect(tuesday.error?.fields).toEqual({ 'body.toMonday': '请选择周一' });
    const farAway = await app.call('copyRosterWeek', {
      body: { ...body, toMonday: '2036-03-10' },
      as: manager.as,
    });
    expect(farAway.error?.fields).toHaveProperty(['body.toMonday']);
  });

  it('copies only within the own branch', async () => {
    await create();
    await create({ doctorId: hospital.otherDoctorId });
    const elsewhere = await signInStaff(app, { role: 'manager', branchId: hospital.otherBranchId });
    const body = { fromMonday: '2026-03-02', toMonday: '2026-03-09' };
    const answer = await app.call('copyRosterWeek', { body, as: elsewhere.as });
    expect(answer.body).toEqual({ created: 1, skipped: [] });
  });
});

describe('looking at rosters', () => {
  it('lists and opens them within the own scope', async () => {
    const made = (await create()).body;
    const query = { from: '2026-03-02', to: '2026-03-08' };
    const listed = await app.call('listRosters', { query, as: manager.as });
    expect(listed.body.items).toEqual([made]);
    const opened = await app.call('getRoster', { params: { rosterId: made.id }, as: manager.as });
    expect(opened.body.slots).toHaveLength(4);
    expect(opened.body.slots[0]).toMatchObject({
      remaining: { wechat: 3, phone: 2, desk: 2 },
      isOpen: true,
      isReleased: true,
    });
    const elsewhere = await signInStaff(app, { role: 'nurse', branchId: hospital.otherBranchId });
    const hidden = await app.call('listRosters', { query, as: elsewhere.as });
    expect(hidden.body.items).toEqual([]);
    const unknown = await app.call('getRoster', {
      params: { rosterId: made.id },
      as: elsewhere.as,
    });
    expect(unknown.status).toBe(404);
  });
});
