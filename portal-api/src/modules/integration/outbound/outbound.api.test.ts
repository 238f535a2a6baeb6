import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient } from '../../../../test/support/clinic';
import { FakeHospital, type FakeSystem } from '../../../../test/support/fake-hospital';
import { signInAccount, signInStaff, type TestAccount } from '../../../../test/support/people';
import { SendOutbound } from './send-outbound.job';
import { TellBooked, TellCancelled, TellUpdated } from './tell-systems';

const kinds = ['patient', 'appointment', 'appointment-cancel', 'check-in'] as const;

let app: TestApp;
let hospital: FakeHospital;
let system: FakeSystem;
let systemId: string;
let clinic: Awaited<ReturnType<typeof aClinic>>;
let account: TestAccount;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await FakeHospital.of(app);
});
afterAll(() => app?.close());
beforeEach(async () => {
  await app.sql.query(`update external_system set is_enabled = false`);
  clinic = await aClinic(app);
  ({ system, id: systemId } = await hospital.connect(clinic.branchId, { pulls: ['patient'] }));
  system.sends = kinds;
  system.answer = () => ({ kind: 'acknowledged', patientExternalId: 'P1' });
  account = await signInAccount(app);
});

async function aBooking(): Promise<string> {
  const patientId = await aPatient(app, { proxies: [account.accountId] });
  const booked = await app.call('bookPlace', {
    as: account.as,
    body: { slotId: clinic.slotIds[0]!, patientId },
  });
  expect(booked.status).toBe(200);
  return booked.body.id;
}

const tellBooked = async (appointmentId: string) =>
  (await app.get(TellBooked)).handle({ appointmentId });
const tellCancelled = async (appointmentId: string, isHold = false) =>
  (await app.get(TellCancelled)).handle({ appointmentId, isHold });
const send = () => app.runJob(SendOutbound);
const cancel = (appointmentId: string) =>
  app.call('cancelMyAppointment', {
    as: account.as,
    params: { appointmentId },
    body: { reason: 'other' },
  });

async function messagesOf(subjectId: string): Promise<{ kind: string; state: string }[]> {
  const { rows } = await app.sql.query<{ kind: string; state: string }>(
    `select kind, state from outbound_message where subject_id = $1 and system_id = $2 order by created_at, id`,
    [subjectId, systemId],
  );
  return rows;
}

/** As time passes for whoever waits before trying again. */
const later = () =>
  app.sql.query(`update outbound_message set next_at = next_at - interval '1 hour'`);

describe('what happens here', () => {
  it('reaches the system of the branch, once, with all it has to know', async () => {
    const id = await aBooking();
    await tellBooked(id);
    await tellBooked(id);
    await Promise.all([send(), send(), send()]);
    expect(system.sent).toHaveLength(1);
    expect(system.sent[0]).toMatchObject({
      kind: 'appointment',
      appointment: { id, status: 'booked', externalId: null },
    });
    expect(system.sent[0]!.patient.identityNumber).not.toBe('');
    expect(await messagesOf(id)).toEqual([{ kind: 'appointment', state: 'acknowledged' }]);
    const { rows } = await app.sql.query(
      `select kind, external_id from external_id where system_id = $1`,
      [systemId],
    );
    expect(rows).toEqual([{ kind: 'patient', external_id: 'P1' }]);
  });

  it('goes out in its order, and waits for a system that is down', async () => {
    const id = await aBooking();
    await tellBooked(id);
    expect((await cancel(id)).status).toBe(200);
    await tellCancelled(id);
    system.isDown = true;
    await send();
    expect(await messagesOf(id)).toEqual([
      { kind: 'appointment', state: 'queued' },
      { kind: 'appointment-cancel', state: 'queued' },
    ]);
    system.isDown = false;
    await later();
    await send();
    await send();
    expect(system.sent.map(({ kind }) => kind)).toEqual(['appointment', 'appointment-cancel']);
  });

  it('is asked for before it is sent again when no answer came', async () => {
    const id = await aBooking();
    await tellBooked(id);
    system.answer = () => ({ kind: 'unknown', text: '超时' });
    await send();
    expect(await messagesOf(id)).toEqual([{ kind: 'appointment', state: 'unknown' }]);
    system.known = () => ({ kind: 'acknowledged' });
    await later();
    await send();
    expect(system.sent).toHaveLength(1);
    expect(await messagesOf(id)).toEqual([{ kind: 'appointment', state: 'acknowledged' }]);
  });

  it('survives a worker that dies with it in its hands', async () => {
    const id = await aBooking();
    await tellBooked(id);
    system.answer = () => {
      throw Object.assign(new Error('killed'), { code: 'ERR_KILLED' });
    };
    await send();
    await app.sql.query(`update outbound_message set state = 'unknown' where subject_id = $1`, [
      id,
    ]);
    system.answer = () => ({ kind: 'acknowledged' });
    await later();
    await send();
    expect(await messagesOf(id)).toEqual([{ kind: 'appointment', state: 'acknowledged' }]);
  });

  it('stays where a person stopped it, and nothing is lost', async () => {
    const id = await aBooking();
    await app.sql.query(`update external_system set paused_at = now() where id = $1`, [systemId]);
    await tellBooked(id);
    await send();
    expect(system.sent).toHaveLength(0);
    await app.sql.query(`update external_system set paused_at = null where id = $1`, [systemId]);
    await send();
    expect(system.sent).toHaveLength(1);
  });

  it('that was refused is shown, and sent again when a person says so', async () => {
    const patientId = await aPatient(app, { proxies: [account.accountId] });
    system.answer = () => ({ kind: 'refused', text: '证件号重复' });
    const meta = { eventId: app.newId(), occurredAt: app.clock.now().toISOString() };
    await (await app.get(TellUpdated)).handle({ patientId }, meta);
    await send();
    const { branchId, departmentId } = clinic;
    const manager = await signInStaff(app, { role: 'manager', branchId, departmentId });
    const list = () =>
      app.call('listOutboundMessages', { as: manager.as, query: { systemId, state: 'refused' } });
    const refused = (await list()).body.items;
    expect(refused).toMatchObject([{ kind: 'patient', lastError: '证件号重复' }]);
    const elsewhere = await aClinic(app);
    const stranger = await signInStaff(app, { role: 'manager', branchId: elsewhere.branchId });
    const replay = (as: typeof manager.as) =>
      app.call('replayOutboundMessages', { as, body: { ids: [refused[0]!.id] } });
    expect((await replay(stranger.as)).body).toEqual({ queued: 0 });
    expect((await replay(manager.as)).body).toEqual({ queued: 1 });
    system.answer = () => ({ kind: 'acknowledged' });
    await send();
    expect((await list()).body.items).toEqual([]);
  });
});
