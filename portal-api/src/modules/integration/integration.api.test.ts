import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { aBranch } from '../../../test/support/clinic';
import {
  aCanonicalPatient,
  aReportItem,
  FakeHospital,
  rawItem,
  type FakeContent,
} from '../../../test/support/fake-hospital';
import { signInStaff, type TestStaff } from '../../../test/support/people';
import { localDateOf } from '../../kernel';
import { InboundStore, TakeIn } from './inbound';
import type { CanonicalPatient } from './canonical';

let app: TestApp;
let hospital: FakeHospital;
let store: InboundStore;
let admin: TestStaff;
let manager: TestStaff;
let elsewhere: TestStaff;
let doctor: TestStaff;
let branchId: string;
let id: string;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await FakeHospital.of(app);
  store = await app.get(InboundStore);
  branchId = await aBranch(app);
  admin = await signInStaff(app, { role: 'super-admin' });
  manager = await signInStaff(app, { role: 'manager', branchId });
  elsewhere = await signInStaff(app, { role: 'manager', branchId: await aBranch(app) });
  doctor = await signInStaff(app, { role: 'doctor', branchId });
});
beforeEach(async () => {
  await app.sql.query(`update external_system set is_enabled = false`);
  ({ id } = await hospital.connect(branchId));
});
afterAll(async () => app?.close());

const take = async (kind: string, content: FakeContent, options = {}) => {
  const item = rawItem(kind, content, options);
  await store.receive(id, [item]);
  await app.runJob(TakeIn);
  const { rows } = await app.sql.query<{ id: string }>(
    `select id from inbound_message where external_id = $1 order by seq desc limit 1`,
    [item.externalId],
  );
  return rows[0]!.id;
};
const takePatient = (patient: CanonicalPatient, version = '1') =>
  take(
    'patient',
    { items: [{ type: 'patient', patient }] },
    { externalId: `m-${patient.externalId}`, version, orderKey: patient.externalId },
  );
const message = async (inboundId: string, as = admin.as) =>
  (await app.call('getInboundMessage', { as, params: { inboundId } })).body;
const ours = async (externalId: string) => {
  const { rows } = await app.sql.query<{ id: string; name: string; version: number }>(
    `select p.id, p.name, p.version from external_id x join patient p on p.id = x.internal_id
      where x.system_id = $1 and x.kind = 'patient' and x.external_id = $2`,
    [id, externalId],
  );
  return rows[0]!;
};

describe('connecting a system', () => {
  const fhir = {
    adapter: 'fhir' as const,
    baseUrl: 'http://his.internal/fhir',
    token: 'very-secret',
    pageSize: 100,
  };
  const body = (code: string, config: object = fhir) => ({
    branchId,
    name: '住院系统',
    code,
    kind: 'his' as const,
    config: config as never,
    isEnabled: false,
  });
  const create = (code: string, config?: object, as = admin.as) =>
    app.call('createExternalSystem', { as, body: body(code, config) });

  it('seals its secret and never shows it again', async () => {
    const made = await create('his-one');
    expect(made.status).toBe(200);
    expect(JSON.stringify(made.body)).not.toContain('very-secret');
    expect(made.body.config).toMatchObject({ adapter: 'fhir', token: null });
    const { rows } = await app.sql.query<{ secret_cipher: string }>(
      `select config, secret_cipher from external_system where code = 'his-one'`,
    );
    expect(JSON.stringify(rows)).not.toContain('very-secret');
    const update = (change: object, version: number) =>
      app.call('updateExternalSystem', {
        as: admin.as,
        params: { systemId: made.body.id },
        body: {
          name: '改名',
          kind: 'his',
          isEnabled: false,
          version,
          config: { ...fhir, token: null, ...change } as never,
        },
      });
    expect((await update({}, 1)).body).toMatchObject({ name: '改名', version: 2 });
    const kept = await app.sql.query<{ secret_cipher: string }>(
      `select secret_cipher from external_system where code = 'his-one'`,
    );
    expect(kept.rows).toEqual([{ secret_cipher: rows[0]!.secret_cipher }]);
    expect((await update({}, 1)).status).toBe(409);
    expect(
      (await update({ adapter: 'hl7', listenPort: 7327, host: '', port: null }, 2)).status,
    ).toBe(422);
  });

  it('says which field cannot work', async () => {
    const hl7 = { adapter: 'hl7', listenPort: null, host: '', port: null };
    const views = { adapter: 'views', databaseUrl: 'postgres://h/db', mapping: '{}' };
    const refused = async (config: object) =>
      Object.keys((await create('his-bad', config)).error?.fields ?? {});
    expect(await refused({ ...fhir, baseUrl: 'http://u:p@his/fhir' })).toEqual([
      'body.config.baseUrl',
    ]);
    expect(await refused(hl7)).toEqual(['body.config.listenPort']);
    expect(await refused({ ...hl7, host: 'his' })).toEqual(['body.config.port']);
    expect(await refused({ ...views, databaseUrl: null })).toEqual(['body.config.databaseUrl']);
    expect(await refused({ ...views, databaseUrl: 'mysql://h/db' })).toEqual([
      'body.config.databaseUrl',
    ]);
    expect(await refused({ ...views, mapping: '{' })).toEqual(['body.config.mapping']);
    await create('lis-one', { ...hl7, listenPort: 7399 });
    expect(await refused({ ...hl7, listenPort: 7399 })).toEqual(['body.config.listenPort']);
    expect((await create('lis-one', { ...hl7, listenPort: 7398 })).body).toMatchObject({
      error: { code: 'NAME_TAKEN' },
    });
  });

  it('tells whether it answers', async () => {
    const test = () => app.call('testExternalSystem', { as: admin.as, params: { systemId: id } });
    expect((await test()).body).toEqual({ isReachable: true, text: '测试医院系统 1.0' });
    [...hospital.systems.values()].at(-1)!.isDown = true;
    for (const system of hospital.systems.values()) system.isDown = true;
    expect((await test()).body).toEqual({
      isReachable: false,
      text: '系统没有应答（ECONNREFUSED）',
    });
  });

  it('is for those who answer for the branch', async () => {
    expect((await create('his-two', fhir, doctor.as)).status).toBe(403);
    expect((await create('his-two', fhir, elsewhere.as)).status).toBe(404);
    expect((await create('his-two', fhir, manager.as)).status).toBe(200);
    const listed = await app.call('listExternalSystems', { as: elsewhere.as });
    expect(listed.body.items).toEqual([]);
    const inboundId = await take('report', { items: [] });
    const params = { inboundId };
    expect((await app.call('getInboundMessage', { as: elsewhere.as, params })).status).toBe(404);
    expect((await app.call('getInboundMessage', { as: doctor.as, params })).status).toBe(403);
    const list = async (as: TestStaff['as']) =>
      (await app.call('listInboundMessages', { as, query: { systemId: id } })).body.items.length;
    expect([await list(manager.as), await list(elsewhere.as)]).toEqual([1, 0]);
    const board = await app.call('getSyncBoard', { as: elsewhere.as });
    expect(board.body).toMatchObject({ items: [], quarantined: 0, conflicts: 0 });
    for (const operation of ['testExternalSystem', 'getMappingReport'] as const) {
      const answer = await app.call(operation, { as: elsewhere.as, params: { systemId: id } });
      expect(answer.status).toBe(404);
    }
  });
});

describe('the quarantine', () => {
  it('shows a message without who is meant, and writes the look down', async () => {
    const patient = aCanonicalPatient({ name: '欧阳建国', address: '和平里五区 7 号楼' });
    const inboundId = await takePatient(patient);
    const shown = await message(inboundId);
    for (const secret of ['欧阳建国', '13911112222', patient.identity!.number, '7 号楼']) {
      expect(shown.raw).not.toContain(secret);
    }
    expect(shown.raw).toContain('欧**国');
    const { rows } = await app.sql.query(
      `select patient_id from audit_event where action = 'integration.display' and resource_id = $1`,
      [inboundId],
    );
    expect(rows).toEqual([{ patient_id: (await ours(patient.externalId)).id }]);
  });

  it('takes a report in once somebody said whose it is, and all that follow', async () => {
    const patient = aCanonicalPatient();
    await takePatient(patient);
    const patientId = (await ours(patient.externalId)).id;
    const first = await take('report', { items: [aReportItem('other-number')] });
    const second = await take('report', { items: [aReportItem('other-number')] });
    const link = (inboundId: string, version: number) =>
      app.call('linkInboundMessage', {
        as: manager.as,
        params: { inboundId },
        body: { patientId, reason: '电话核实', version },
      });
    const before = await message(first);
    expect(before).toMatchObject({ state: 'quarantined', fault: 'unknown-patient' });
    expect((await link(first, before.version + 1)).status).toBe(409);
    expect((await link(first, before.version)).body.state).toBe('received');
    await app.runJob(TakeIn);
    expect((await message(first)).patientId).toBe(patientId);
    expect((await message(second)).state).toBe('processed');
    expect((await link(second, (await message(second)).version)).status).toBe(409);
  });

  it('ties no message to somebody with another document', async () => {
    const known = aCanonicalPatient();
    await takePatient(known);
    const patientId = (await ours(known.externalId)).id;
    const stranger = aCanonicalPatient({ name: '别的人', birthDate: '1700-01-01' });
    const report = aReportItem(stranger.externalId);
    await takePatient(stranger);
    const inboundId = await take('report', { items: [report] });
    await app.sql.query(
      `update inbound_message set content = (select content from inbound_message where external_id = $2) where id = $1`,
      [inboundId, `m-${stranger.externalId}`],
    );
    const { version } = await message(inboundId);
    const answer = await app.call('linkInboundMessage', {
      as: admin.as,
      params: { inboundId },
      body: { patientId, reason: '误点', version },
    });
    expect(answer.body).toMatchObject({ error: { code: 'IDENTITY_MISMATCH' } });
  });

  it('replays chosen ones or a range, as often as one likes, with one result', async () => {
    const patient = aCanonicalPatient();
    await takePatient(patient);
    const item = aReportItem(patient.externalId);
    const inboundId = await take('report', { items: [item] });
    const replay = (body: object) =>
      app.call('replayInboundMessages', {
        as: admin.as,
        idempotencyKey: app.newId(),
        body: { ids: [], systemId: null, fault: null, from: null, to: null, ...body },
      });
    for (let time = 0; time < 2; time++) {
      expect((await replay({ ids: [inboundId] })).body).toEqual({ queued: 1 });
      await app.runJob(TakeIn);
    }
    const { rows } = await app.sql.query(
      `select revision, (select count(*)::int from observation o where o.report_id = r.id) as items
         from diagnostic_report r where source_id = $1`,
      [item.externalId],
    );
    expect(rows).toEqual([{ revision: 1, items: 1 }]);
    expect((await message(inboundId)).state).toBe('processed');
    expect((await replay({})).status).toBe(422);
    await take('report', { items: [aReportItem('nobody-1')] });
    await take('report', { items: [aReportItem('nobody-2')] });
    expect((await replay({ systemId: id, fault: 'unknown-patient' })).body).toEqual({ queued: 2 });
    const from = '2026-01-01T00:00:00Z';
    const all = await app.call('replayInboundMessages', {
      as: elsewhere.as,
      idempotencyKey: app.newId(),
      body: { ids: [inboundId], systemId: null, fault: null, from, to: null },
    });
    expect(all.body).toEqual({ queued: 0 });
    await app.runJob(TakeIn);
  });

  it('believes a new unit when a person replays it', async () => {
    const patient = aCanonicalPatient();
    await takePatient(patient);
    await take('report', { items: [aReportItem(patient.externalId)] });
    const item = aReportItem(patient.externalId, { unit: '/uL', value: 6100 });
    const inboundId = await take('report', { items: [item] });
    expect(await message(inboundId)).toMatchObject({ fault: 'unit-mismatch' });
    await app.call('replayInboundMessages', {
      as: admin.as,
      idempotencyKey: app.newId(),
      body: { ids: [inboundId], systemId: null, fault: null, from: null, to: null },
    });
    await app.runJob(TakeIn);
    expect(await message(inboundId)).toMatchObject({ state: 'processed', fault: null });
    const next = await take('report', {
      items: [aReportItem(patient.externalId, { unit: '/uL' })],
    });
    expect((await message(next)).state).toBe('processed');
  });

  it('lets somebody throw a message away, with the reason', async () => {
    const inboundId = await take('report', { items: [aReportItem('nobody-3')] });
    const { version } = await message(inboundId);
    const discard = () =>
      app.call('discardInboundMessage', {
        as: manager.as,
        params: { inboundId },
        body: { reason: '测试数据', version },
      });
    expect((await discard()).body.state).toBe('discarded');
    expect((await discard()).status).toBe(409);
  });

  it('reports what was taken over, what was left out and why', async () => {
    const patient = aCanonicalPatient({ isDeceased: true });
    await takePatient(patient);
    await take('report', { items: [aReportItem('nobody-4')] });
    await take('report', { items: [], leftOut: ['SPM 段'] });
    const { rows } = (
      await app.call('getMappingReport', { as: admin.as, params: { systemId: id } })
    ).body;
    expect(rows).toMatchObject([
      { kind: 'patient', received: 1, processed: 1, leftOut: [{ part: '已故标志', count: 1 }] },
      {
        kind: 'report',
        received: 2,
        processed: 0,
        setAside: 1,
        quarantined: 1,
        leftOut: [{ part: 'SPM 段', count: 1 }],
      },
    ]);
  });

  it('reports on the days that are asked for, of thirty when none are', async () => {
    const report = (query: { from?: string; to?: string } = {}) =>
      app.call('getMappingReport', { as: admin.as, params: { systemId: id }, query });
    const arrived = async (at: string) => {
      const inboundId = await take('report', { items: [], leftOut: ['SPM 段'] });
      await app.sql.query(`update inbound_message set received_at = $2 where id = $1`, [
        inboundId,
        at,
      ]);
    };
    const dayAgo = (days: number) => localDateOf(new Date(Date.now() - days * 86_400_000));
    await arrived('2026-02-28T23:59:59+08:00');
    await arrived('2026-03-01T00:00:00+08:00');
    await arrived('2026-03-02T23:59:59+08:00');
    await arrived('2026-03-03T00:00:00+08:00');
    const { body: chosen } = await report({ from: '2026-03-01', to: '2026-03-02' });
    expect(chosen).toMatchObject({ from: '2026-03-01', to: '2026-03-02' });
    expect(chosen.rows).toMatchObject([
      { kind: 'report', received: 2, setAside: 2, leftOut: [{ part: 'SPM 段', count: 2 }] },
    ]);
    await app.sql.query(
      `update inbound_message set received_at = '2020-01-01' where system_id = $1`,
      [id],
    );
    await arrived(`${dayAgo(30)}T23:59:59+08:00`);
    await arrived(`${dayAgo(29)}T00:00:00+08:00`);
    await take('report', { items: [] });
    const { body: usual } = await report();
    expect([usual.from, usual.to, usual.rows[0]?.received]).toEqual([dayAgo(29), dayAgo(0), 2]);

    const refused = async (query: { from?: string; to?: string }) => {
      const { status, error } = await report(query);
      return [status, error?.fields?.['query.to']];
    };
    expect(await refused({ from: '2026-03-01' })).toEqual([422, '请选择开始和结束日期']);
    expect(await refused({ from: '2026-03-02', to: '2026-03-01' })).toEqual([
      422,
      '结束日期应不早于开始日期',
    ]);
    expect(await refused({ from: '2025-03-01', to: '2026-03-02' })).toEqual([
      422,
      '一次最多查看 366 天',
    ]);
    expect((await report({ from: '2025-03-02', to: '2026-03-02' })).status).toBe(200);
  });
});
