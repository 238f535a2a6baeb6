import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import {
  createHospital,
  rosterBody,
  type RosterBody,
  type TestHospital,
} from '../../../../test/support/hospital';
import { signInStaff, type TestStaff } from '../../../../test/support/people';

let app: TestApp;
let hospital: TestHospital;
let manager: TestStaff;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await createHospital(app);
  manager = await signInStaff(app, { role: 'manager' });
});
afterAll(() => app.close());
beforeEach(() => app.sql.query(`delete from roster`));

const roster = async (more: Partial<RosterBody> = {}) =>
  (await app.call('createRoster', { body: rosterBody(hospital, more), as: manager.as })).body;
const slotsOf = async (date: string, doctorId = hospital.doctorId) =>
  (await app.call('listDoctorSlots', { params: { doctorId }, query: { date } })).body.items;
const sellAll = (rosterId: string, channels = ['any', 'wechat', 'phone', 'desk']) =>
  app.sql.query(
    `update place set state = 'sold', appointment_id = $2 from slot
     where slot.id = slot_id and roster_id = $1 and channel = any($3)`,
    [rosterId, app.newId(), channels],
  );

describe('slots of a day', () => {
  it('count what patients may take: shared places and those for WeChat', async () => {
    const { id } = await roster({ capacity: { shared: 2, wechat: 1, phone: 1, desk: 3 } });
    const slots = await slotsOf('2026-03-04');
    expect(slots.map((slot) => slot.startsAt)).toEqual([
      '2026-03-04T00:00:00.000Z',
      '2026-03-04T00:30:00.000Z',
      '2026-03-04T01:00:00.000Z',
      '2026-03-04T01:30:00.000Z',
    ]);
    expect(slots[0]).toMatchObject({ remaining: 3, isOpen: true, opensAt: null, feeFen: 2500 });
    await sellAll(id, ['any']);
    expect((await slotsOf('2026-03-04'))[0]).toMatchObject({ remaining: 1, isOpen: true });
  });

  it('show when unreleased places open, and none before', async () => {
    await roster({ releaseAt: '2026-03-03T20:00:00+08:00' });
    expect((await slotsOf('2026-03-04'))[0]).toMatchObject({
      remaining: 0,
      isOpen: false,
      opensAt: '2026-03-03T12:00:00.000Z',
    });
  });

  it('leave out what has begun, and keep shut what is closed or beyond the window', async () => {
    await roster({ date: '2026-03-03', startTime: '08:00', endTime: '11:00' });
    expect((await slotsOf('2026-03-03')).map((slot) => slot.startsAt)).toEqual([
      '2026-03-03T01:30:00.000Z',
      '2026-03-03T02:00:00.000Z',
      '2026-03-03T02:30:00.000Z',
    ]);
    await roster({ date: '2026-03-17', releaseAt: '2026-03-01T00:00:00+08:00' });
    expect((await slotsOf('2026-03-17'))[0]).toMatchObject({ isOpen: false, remaining: 0 });
    const closed = await roster();
    await app.call('updateRoster', {
      params: { rosterId: closed.id },
      body: { ...closed, isClosed: true },
      as: manager.as,
    });
    expect((await slotsOf('2026-03-04'))[0]).toMatchObject({ isOpen: false, remaining: 0 });
  });

  it('are empty for a known doctor without a clinic, and not found for an unknown one', async () => {
    expect(await slotsOf('2026-03-05')).toEqual([]);
    const unknown = await app.call('listDoctorSlots', {
      params: { doctorId: app.newId() },
      query: { date: '2026-03-05' },
    });
    expect(unknown.status).toBe(404);
  });
});

describe('the booking window, day by day', () => {
  const days = async () =>
    (await app.call('listDoctorDays', { params: { doctorId: hospital.doctorId } })).body.items;

  it('says what each day is', async () => {
    await roster({ date: '2026-03-03' });
    await sellAll((await roster({ date: '2026-03-04' })).id);
    await roster({ date: '2026-03-05', releaseAt: '2026-03-04T07:00:00+08:00' });
    const suspended = await roster({ date: '2026-03-06' });
    await app.call('updateRoster', {
      params: { rosterId: suspended.id },
      body: { ...suspended, isClosed: true },
      as: manager.as,
    });
    const items = await days();
    expect(items).toHaveLength(14);
    expect(items.slice(0, 5)).toEqual([
      { date: '2026-03-03', state: 'available', remaining: 3, opensAt: null },
      { date: '2026-03-04', state: 'full', remaining: 0, opensAt: null },
      { date: '2026-03-05', state: 'not-open', remaining: 0, opensAt: '2026-03-03T23:00:00.000Z' },
      { date: '2026-03-06', state: 'suspended', remaining: 0, opensAt: null },
      { date: '2026-03-07', state: 'none', remaining: 0, opensAt: null },
    ]);
    const ofDepartment = await app.call('listDepartmentDays', {
      params: { departmentId: hospital.departmentId },
    });
    expect(ofDepartment.body.items).toEqual(items);
  });

  it('is not found for an unknown department', async () => {
    const params = { departmentId: app.newId() };
    expect((await app.call('listDepartmentDays', { params })).status).toBe(404);
  });
});

describe('alternatives', () => {
  it('are the three nearest free slots of the department within three days', async () => {
    await sellAll((await roster({ room: '' })).id);
    const [wanted] = await slotsOf('2026-03-04');
    await roster({ doctorId: hospital.colleagueId, room: '', date: '2026-03-05' });
    await roster({
      doctorId: hospital.colleagueId,
      room: '',
      period: 'afternoon',
      startTime: '14:00',
      endTime: '15:00',
    });
    await roster({ date: '2026-03-08', room: '' });
    await roster({ doctorId: hospital.otherDoctorId, room: '' });
    const answer = await app.call('listAlternativeSlots', { params: { slotId: wanted!.id } });
    expect(answer.body.items.map((slot) => [slot.doctorName, slot.startsAt])).toEqual([
      ['周安', '2026-03-04T06:00:00.000Z'],
      ['周安', '2026-03-04T06:30:00.000Z'],
      ['周安', '2026-03-05T00:00:00.000Z'],
    ]);
    const unknown = await app.call('listAlternativeSlots', { params: { slotId: app.newId() } });
    expect(unknown.status).toBe(404);
  });
});

describe('the desk', () => {
  it('sees what each channel may take, also before the release', async () => {
    const { id } = await roster({
      capacity: { shared: 1, wechat: 1, phone: 2, desk: 3 },
      releaseAt: '2026-03-03T20:00:00+08:00',
    });
    await sellAll(id, ['phone']);
    const query = { date: '2026-03-04', departmentId: hospital.departmentId };
    const { body } = await app.call('listSlotsForStaff', { query, as: manager.as });
    expect(body.items).toHaveLength(4);
    expect(body.items[0]).toMatchObject({
      capacity: 7,
      taken: 2,
      remaining: { wechat: 2, phone: 1, desk: 4 },
      isOpen: true,
      isReleased: false,
      room: '3 诊室',
    });
    const elsewhere = await signInStaff(app, {
      role: 'front-desk',
      branchId: hospital.otherBranchId,
    });
    const hidden = await app.call('listSlotsForStaff', { query, as: elsewhere.as });
    expect(hidden.body.items).toEqual([]);
  });
});

describe('the directory', () => {
  it('knows the next free day, the fee and what remains', async () => {
    await sellAll((await roster({ date: '2026-03-04' })).id);
    await roster({ date: '2026-03-06' });
    const params = { departmentId: hospital.departmentId };
    const doctors = (await app.call('listDepartmentDoctors', { params })).body.items;
    expect(
      doctors.map(({ name, feeFen, nextFreeDate, remaining }) => ({
        name,
        feeFen,
        nextFreeDate,
        remaining,
      })),
    ).toEqual([
      { name: '林静远', feeFen: 2500, nextFreeDate: '2026-03-06', remaining: 12 },
      { name: '周安', feeFen: null, nextFreeDate: null, remaining: 0 },
    ]);
    const onDay = await app.call('listDepartmentDoctors', {
      params,
      query: { date: '2026-03-04' },
    });
    expect(onDay.body.items).toMatchObject([{ name: '林静远', remaining: 0 }]);
    const page = await app.call('getDoctor', { params: { doctorId: hospital.doctorId } });
    expect(page.body).toMatchObject({ nextFreeDate: '2026-03-06', title: 'chief', remaining: 12 });
    const departments = await app.call('listDepartments', {
      params: { branchId: hospital.branchId },
    });
    expect(departments.body.items).toMatchObject([
      { name: '呼吸内科', nextFreeDate: '2026-03-06' },
    ]);
  });
});
