import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aBranch, aPatient } from '../../../../test/support/clinic';
import {
  aCanonicalPatient,
  FakeHospital,
  rawItem,
  type FakeSystem,
} from '../../../../test/support/fake-hospital';
import { signInStaff, type TestStaff } from '../../../../test/support/people';
import { InboundStore, TakeIn } from '../inbound';
import { SendOutbound } from '../outbound/send-outbound.job';
import { TellUpdated } from '../outbound/tell-systems';
import { PullSystems } from './pull-systems.job';

type Direction = 'in' | 'out';

/** `patient` goes both ways: what stops one way leaves the other alone. */
let app: TestApp;
let hospital: FakeHospital;
let admin: TestStaff;
let branchId: string;
let id: string;
let system: FakeSystem;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await FakeHospital.of(app);
  admin = await signInStaff(app, { role: 'super-admin' });
  branchId = await aBranch(app);
});
beforeEach(async () => {
  await app.sql.query(`update external_system set is_enabled = false`);
  ({ id, system } = await hospital.connect(branchId, { pulls: ['patient'] }));
  system.sends = ['patient'];
  system.answer = () => ({ kind: 'acknowledged' });
});
afterAll(async () => app?.close());

const steer = (body: {
  kind: 'patient' | 'report' | 'check-in' | null;
  direction?: Direction | null;
  isPaused: boolean;
}) =>
  app.call('pauseExternalSystem', {
    as: admin.as,
    params: { systemId: id },
    body: { reason: '升级', ...body },
  });
const pause = (direction: Direction, isPaused = true) =>
  steer({ kind: 'patient', direction, isPaused });

/** Both lines of `patient`, as the board shows them. */
const lines = async () => {
  const { items } = (await app.call('getSyncBoard', { as: admin.as })).body;
  const line = (direction: Direction) =>
    items.find(
      (each) => each.systemId === id && each.kind === 'patient' && each.direction === direction,
    );
  return { in: line('in'), out: line('out') };
};

async function theyTell(): Promise<void> {
  const patient = aCanonicalPatient();
  const content = { items: [{ type: 'patient' as const, patient }] };
  await (await app.get(InboundStore)).receive(id, [rawItem('patient', content)]);
}

async function weTell(): Promise<void> {
  const meta = { eventId: app.newId(), occurredAt: app.clock.now().toISOString() };
  await (await app.get(TellUpdated)).handle({ patientId: await aPatient(app) }, meta);
}

async function exchange(): Promise<void> {
  await theyTell();
  await weTell();
  await app.runJob(TakeIn);
  await app.runJob(SendOutbound);
}

it('goes on sending a kind that is no longer taken in', async () => {
  expect((await pause('in')).status).toBe(200);
  await exchange();
  await app.runJob(PullSystems);
  expect(system.sent).toHaveLength(1);
  expect(system.windows).toHaveLength(0);
  const paused = await lines();
  expect(paused.in).toMatchObject({ waiting: 1, processed: 0 });
  expect(paused.in?.pausedAt).not.toBeNull();
  expect(paused.out).toMatchObject({ waiting: 0, processed: 1, pausedAt: null, lagSeconds: 0 });

  expect((await pause('in', false)).status).toBe(200);
  await app.runJob(TakeIn);
  expect((await lines()).in).toMatchObject({ waiting: 0, processed: 1, pausedAt: null });
});

it('goes on taking in a kind that is no longer sent', async () => {
  expect((await pause('out')).status).toBe(200);
  await exchange();
  app.clock.advance(300_000);
  expect(system.sent).toHaveLength(0);
  const paused = await lines();
  expect(paused.in).toMatchObject({ waiting: 0, processed: 1, pausedAt: null, lagSeconds: 0 });
  expect(paused.out).toMatchObject({ waiting: 1, processed: 0, lagSeconds: 300 });
  expect(paused.out?.pausedAt).not.toBeNull();

  expect((await pause('out', false)).status).toBe(200);
  await app.runJob(SendOutbound);
  expect(system.sent).toHaveLength(1);
  expect((await lines()).out).toMatchObject({ waiting: 0, processed: 1, pausedAt: null });
});

it('ends the pause of one way only, and every pause with the whole system', async () => {
  await pause('in');
  await pause('out');
  await pause('in', false);
  const { in: taken, out: kept } = await lines();
  expect(taken?.pausedAt).toBeNull();
  expect(kept?.pausedAt).not.toBeNull();

  expect((await steer({ kind: null, isPaused: true })).status).toBe(200);
  const all = await lines();
  expect([all.in?.pausedAt, all.out?.pausedAt]).not.toContain(null);
  await exchange();
  expect(system.sent).toHaveLength(0);
  expect((await lines()).in).toMatchObject({ waiting: 1, processed: 0 });

  expect((await steer({ kind: null, isPaused: false })).status).toBe(200);
  await app.runJob(TakeIn);
  await app.runJob(SendOutbound);
  expect(await lines()).toMatchObject({
    in: { pausedAt: null, processed: 1 },
    out: { pausedAt: null, processed: 1 },
  });
});

it('writes down which way was paused', async () => {
  await pause('out');
  await pause('out', false);
  await steer({ kind: null, isPaused: true });
  const { rows } = await app.sql.query(
    `select action, detail from audit_event where resource_id = $1 order by at, id`,
    [id],
  );
  expect(rows).toEqual([
    { action: 'integration.pause', detail: { kind: 'patient', direction: 'out' } },
    { action: 'integration.resume', detail: { kind: 'patient', direction: 'out' } },
    { action: 'integration.pause', detail: { kind: null, direction: null } },
  ]);
});

it('wants to know which way, and only one that the kind goes', async () => {
  const refused = async (body: Parameters<typeof steer>[0]) => {
    const answer = await steer(body);
    return [answer.status, answer.error?.fields];
  };
  expect(await refused({ kind: 'patient', isPaused: true })).toEqual([
    422,
    { 'body.direction': '请选择接收或发送' },
  ]);
  expect(await refused({ kind: null, direction: 'in', isPaused: true })).toEqual([
    422,
    { 'body.direction': '整个系统的接收和发送一并暂停' },
  ]);
  const wrongWay = { 'body.kind': '该内容没有这个方向' };
  expect(await refused({ kind: 'report', direction: 'out', isPaused: true })).toEqual([
    422,
    wrongWay,
  ]);
  expect(await refused({ kind: 'check-in', direction: 'in', isPaused: true })).toEqual([
    422,
    wrongWay,
  ]);
  expect(await lines()).toEqual({ in: undefined, out: undefined });
});
