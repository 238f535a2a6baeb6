import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aBranch } from '../../../../test/support/clinic';
import {
  aCanonicalPatient,
  FakeHospital,
  rawItem,
  type FakeSystem,
} from '../../../../test/support/fake-hospital';
import { signInStaff, type TestStaff } from '../../../../test/support/people';
import { realTime } from '../../../kernel';
import { TakeIn } from '../inbound';
import { ConnectedSystems } from '../systems/connected-systems';
import { ListenToSystems } from './listen-to-systems.job';
import { PullSystems } from './pull-systems.job';

let app: TestApp;
let hospital: FakeHospital;
let admin: TestStaff;
let branchId: string;
let id: string;
let system: FakeSystem;
/** Real time, moved on by the test. */
let ahead = 0;
const machine = realTime.now;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await FakeHospital.of(app);
  admin = await signInStaff(app, { role: 'super-admin' });
  branchId = await aBranch(app);
  vi.spyOn(realTime, 'now').mockImplementation(() => new Date(machine().getTime() + ahead));
});
beforeEach(async () => {
  await app.sql.query(`update external_system set is_enabled = false`);
  ({ id, system } = await hospital.connect(branchId, { pulls: ['patient', 'report'] }));
});
afterEach(() => void (ahead += 1_000));
afterAll(async () => {
  vi.restoreAllMocks();
  await app?.close();
});

const pull = () => app.runJob(PullSystems);
const later = (seconds: number) => void (ahead += seconds * 1_000);
const at = (time: string) => new Date(`2026-03-03T${time}:00+08:00`);
const board = async () =>
  (await app.call('getSyncBoard', { as: admin.as })).body.items.filter(
    (line) => line.systemId === id,
  );
const line = async (kind: string) => (await board()).find((each) => each.kind === kind)!;
const putPatient = (time: string, version = '1', externalId?: string) => {
  const patient = aCanonicalPatient(externalId ? { externalId } : {});
  system.put(
    'patient',
    rawItem(
      'patient',
      { items: [{ type: 'patient', patient }] },
      {
        externalId: patient.externalId,
        version,
        changedAt: at(time),
        orderKey: patient.externalId,
      },
    ),
  );
  return patient.externalId;
};
const stored = async () => {
  const { rows } = await app.sql.query<{ count: number }>(
    `select count(*)::int as count from inbound_message where system_id = $1`,
    [id],
  );
  return rows[0]!.count;
};

it('reads everything first, then only what changed, beginning before the last change', async () => {
  for (const time of ['08:00', '08:10', '08:20', '08:30']) putPatient(time);
  expect(await pull()).toBe(4);
  expect(await pull()).toBe(0);
  later(31);
  await pull();
  const windows = system.windows.filter(({ kind }) => kind === 'patient');
  expect(windows.map(({ window }) => window.since)).toEqual([null, at('08:20')]);
  expect(await stored()).toBe(4);
});

it('finds a row that was written late within the overlap, and at night one from long before', async () => {
  putPatient('08:00');
  putPatient('08:30');
  await pull();
  putPatient('08:22');
  putPatient('07:00');
  later(31);
  await pull();
  expect(await stored()).toBe(3);
  app.clock.set('2026-03-04T03:30:00+08:00');
  later(31);
  await pull();
  expect(await stored()).toBe(4);
  expect(await line('patient')).toMatchObject({ differences: 1 });
  app.clock.set('2026-03-03T09:00:00+08:00');
});

it('keeps its place when a system falls silent in the middle, and slows down', async () => {
  system.pageSize = 1;
  system.failsAfterPages = 2;
  for (const time of ['08:00', '08:10', '08:20', '08:30']) putPatient(time);
  await pull();
  expect(await stored()).toBe(2);
  expect(await line('patient')).toMatchObject({
    watermark: null,
    lastSuccessAt: null,
    lastError: '系统没有应答（ECONNRESET）',
  });
  system.failsAfterPages = Infinity;
  later(31);
  await pull();
  expect(await stored()).toBe(2);
  later(31);
  await pull();
  expect(await stored()).toBe(4);
  const after = await line('patient');
  expect(after.lastError).toBe('');
  expect(after.watermark).toBe(at('08:30').toISOString());
});

it('shows how far behind a kind is, and since when', async () => {
  putPatient('08:00');
  await pull();
  await app.runJob(TakeIn);
  expect(await line('patient')).toMatchObject({ waiting: 0, processed: 1, lastError: '' });
  system.isDown = true;
  later(31);
  await pull();
  later(89);
  const late = await line('patient');
  expect(late.lagSeconds).toBeGreaterThanOrEqual(118);
  expect(late.lastError).toBe('系统没有应答（ECONNREFUSED）');
  expect(Date.parse(late.lastSuccessAt!)).toBeLessThan(Date.parse(late.lastRunAt!));
});

it('pauses one kind or a whole system, and goes on where it stood', async () => {
  const pause = (kind: 'patient' | null, isPaused: boolean) =>
    app.call('pauseExternalSystem', {
      as: admin.as,
      params: { systemId: id },
      body: { kind, direction: kind && 'in', isPaused, reason: '维护' },
    });
  putPatient('08:00');
  await pull();
  const paused = await pause('patient', true);
  expect(paused.status).toBe(200);
  putPatient('08:10');
  later(31);
  await pull();
  await app.runJob(TakeIn);
  expect(await stored()).toBe(1);
  expect(await line('patient')).toMatchObject({ waiting: 1, processed: 0 });
  await pause('patient', false);
  await pause('patient', true);
  await pause(null, true);
  await pull();
  expect(await stored()).toBe(1);
  const alone = await pause('patient', false);
  expect(alone.error?.message).toBe('整个系统已暂停，请点“全部恢复”');
  await pause(null, false);
  later(31);
  await pull();
  await app.runJob(TakeIn);
  expect(await line('patient')).toMatchObject({ waiting: 0, processed: 2, pausedAt: null });
});

it('fetches at once, and everything, when somebody asks', async () => {
  const run = (isFull: boolean) =>
    app.call('runExternalSystem', {
      as: admin.as,
      params: { systemId: id },
      body: { kind: 'patient', isFull },
    });
  putPatient('08:30');
  await pull();
  putPatient('07:00');
  expect((await run(false)).status).toBe(200);
  await pull();
  expect(await stored()).toBe(1);
  expect((await run(true)).status).toBe(200);
  await pull();
  expect(await stored()).toBe(2);
  expect(await line('patient')).toMatchObject({ differences: 1 });
  await pull();
  expect(system.windows.filter(({ kind }) => kind === 'patient')).toHaveLength(3);
});

it('leaves a system to the worker that has it', async () => {
  await app.sql.query(
    `insert into system_lease (system_id, purpose, holder, until) values ($1, 'pull', $2, $3)`,
    [id, app.newId(), new Date(realTime.now().getTime() + 60_000)],
  );
  putPatient('08:00');
  expect(await pull()).toBe(0);
  later(61);
  expect(await pull()).toBe(1);
});

it('opens one door for a system that pushes, also while it is paused, and closes it when removed', async () => {
  const lis = await hospital.connect(branchId, { kind: 'lis' });
  await app.runJob(ListenToSystems);
  await app.runJob(ListenToSystems);
  const item = rawItem('ORU^R01', { items: [] });
  expect(await lis.system.receive!([item, item])).toEqual(['stored', 'repeated']);
  const leases = async () =>
    (await app.sql.query(`select purpose from system_lease where system_id = $1`, [lis.id])).rows;
  expect(await leases()).toEqual([{ purpose: 'listen' }]);
  await (await app.get(ListenToSystems)).stop();
  expect(lis.system.isClosed).toBe(true);
  expect(await leases()).toEqual([]);
  await app.runJob(ListenToSystems);
  expect(lis.system.isClosed).toBe(false);
  await app.sql.query(`update external_system set is_enabled = false where id = $1`, [lis.id]);
  const connected = await app.get(ConnectedSystems);
  connected.forget();
  await connected.all();
  expect(lis.system.isClosed).toBe(true);
});

it('does not hold the others up when one hangs', async () => {
  const hanging = await hospital.connect(branchId, { pulls: ['patient'] });
  hanging.system.pull = async function* () {
    await new Promise((resolve) => setTimeout(resolve, 60_000).unref());
    yield [];
  };
  putPatient('08:00');
  await pull();
  await expect.poll(stored, { timeout: 10_000 }).toBe(1);
});
