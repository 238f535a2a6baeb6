import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aBranch, aPatient } from '../../../../test/support/clinic';
import {
  aCanonicalPatient,
  aReportItem,
  FakeHospital,
  rawItem,
  type FakeSystem,
} from '../../../../test/support/fake-hospital';
import { signInAccount } from '../../../../test/support/people';
import type { Canonical } from '../canonical';
import { ConnectedSystems } from '../systems/connected-systems';
import { InboundStore } from './inbound-store';
import { TakeIn } from './take-in.job';

let app: TestApp;
let hospital: FakeHospital;
let store: InboundStore;
let branchId: string;
let id: string;
let system: FakeSystem;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await FakeHospital.of(app);
  store = await app.get(InboundStore);
  branchId = await aBranch(app);
  ({ id, system } = await hospital.connect(branchId));
});
afterAll(async () => app?.close());

const takeIn = () => app.runJob(TakeIn);
const messages = async (externalIds: string[]) =>
  (
    await app.sql.query(
      `select external_id, state, fault, fault_text, waits_for, patient_id, left_out from inbound_message
        where external_id = any($1) order by seq`,
      [externalIds],
    )
  ).rows as {
    external_id: string;
    state: string;
    fault: string | null;
    fault_text: string;
    waits_for: string | null;
    patient_id: string | null;
    left_out: string[];
  }[];

it('keeps what came once, sealed, whoever sends it at the same time', async () => {
  const patient = aCanonicalPatient();
  const item = rawItem('patient', { items: [{ type: 'patient', patient }] });
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () => store.receive(id, [item, rawItem('patient', { items: [] })])),
  );
  expect(outcomes.map(([first]) => first).filter((outcome) => outcome === 'stored')).toHaveLength(
    1,
  );
  expect(outcomes.map(([, second]) => second)).toEqual(Array(8).fill('stored'));
  const { rows } = await app.sql.query(
    `select content from inbound_message where external_id = $1`,
    [item.externalId],
  );
  expect(rows).toHaveLength(1);
  expect((rows[0] as { content: Buffer }).content.includes(Buffer.from(patient.name))).toBe(false);
  await takeIn();
});

it('registers a patient and takes their report, with or without a document', async () => {
  const known = aCanonicalPatient();
  const unknown = aCanonicalPatient({ identity: null, phone: '' });
  const items = [known, unknown].flatMap((patient) => [
    rawItem('patient', { items: [{ type: 'patient', patient }] }, { orderKey: patient.externalId }),
    rawItem(
      'report',
      { items: [aReportItem(patient.externalId)] },
      { orderKey: patient.externalId },
    ),
  ]);
  await store.receive(id, items);
  await takeIn();
  expect((await messages(items.map((item) => item.externalId))).map((row) => row.state)).toEqual(
    Array(4).fill('processed'),
  );
  const { rows } = await app.sql.query(
    `select p.identity_type, count(r.id)::int as reports from external_id x join patient p on p.id = x.internal_id
       left join diagnostic_report r on r.patient_id = p.id
      where x.system_id = $1 and x.external_id = any($2) group by p.id order by p.identity_type`,
    [id, [known.externalId, unknown.externalId]],
  );
  expect(rows).toEqual([
    { identity_type: 'hospital-record', reports: 1 },
    { identity_type: 'passport', reports: 1 },
  ]);
});

it('takes a report that came before its patient once the patient comes', async () => {
  const patient = aCanonicalPatient();
  const report = rawItem('report', { items: [aReportItem(patient.externalId)] });
  await store.receive(id, [report]);
  await takeIn();
  expect(await messages([report.externalId])).toMatchObject([
    { state: 'quarantined', fault: 'unknown-patient', waits_for: `patient:${patient.externalId}` },
  ]);
  await store.receive(id, [rawItem('patient', { items: [{ type: 'patient', patient }] })]);
  await takeIn();
  await takeIn();
  expect(await messages([report.externalId])).toMatchObject([{ state: 'processed', fault: null }]);
});

it('ties a report to its visit when the visit comes later', async () => {
  const patient = aCanonicalPatient();
  const report = aReportItem(patient.externalId, { encounterExternalId: 'visit-7' });
  await store.receive(id, [
    rawItem('patient', { items: [{ type: 'patient', patient }] }, { orderKey: 'v7' }),
    rawItem('report', { items: [report] }, { orderKey: 'v7' }),
    rawItem(
      'encounter',
      {
        items: [
          {
            type: 'encounter',
            externalId: 'visit-7',
            patient: { externalId: patient.externalId, patient: null },
            encounterExternalId: '',
            departmentCode: 'X1',
            doctorCode: '',
            appointmentNo: '',
            encounter: {
              class: 'outpatient',
              status: 'finished',
              visitNo: 'V7',
              departmentName: '',
              doctorName: '',
              startedAt: new Date('2026-03-02T01:00:00Z'),
              endedAt: null,
              chiefComplaint: '',
              treatment: '',
              advice: '',
            },
          },
        ],
      },
      { orderKey: 'v7', externalId: 'visit-message' },
    ),
  ]);
  await takeIn();
  await takeIn();
  const { rows } = await app.sql.query(
    `select e.visit_no from diagnostic_report r join encounter e on e.id = r.encounter_id where r.source_id = $1`,
    [report.externalId],
  );
  expect(rows).toEqual([{ visit_no: 'V7' }]);
  expect((await messages(['visit-message']))[0]?.left_out).toEqual(['科室编码未对应：X1']);
});

it('puts what cannot be taken aside and goes on with what stands behind it', async () => {
  const patient = aCanonicalPatient();
  const of = (report: Parameters<typeof aReportItem>[1]) => ({
    items: [aReportItem(patient.externalId, report)],
  });
  const bad = [
    rawItem('report', 'MSH|broken', { orderKey: 'k' }),
    rawItem('report', { items: [], problem: { fault: 'wrong-encoding', text: '编码不对' } }),
    rawItem('patient', {
      items: [{ type: 'patient', patient: { ...patient, birthDate: '1730-01-01' } }],
    }),
    rawItem('report', of({ report: { issuedAt: new Date('2093-01-01T00:00:00Z') } })),
    rawItem('ZZZ', { items: [], problem: { fault: 'unknown-kind', text: '没有这种消息' } }),
    rawItem('report', { items: [], leftOut: ['OBX 3'] }),
  ];
  const good = rawItem('patient', { items: [{ type: 'patient', patient }] }, { orderKey: 'k' });
  await store.receive(id, [...bad, good]);
  await takeIn();
  const rows = await messages([...bad, good].map((item) => item.externalId));
  expect(rows.map((row) => [row.state, row.fault])).toEqual([
    ['quarantined', 'unreadable'],
    ['quarantined', 'wrong-encoding'],
    ['quarantined', 'absurd-date'],
    ['quarantined', 'absurd-date'],
    ['set-aside', 'unknown-kind'],
    ['set-aside', 'not-kept-here'],
    ['processed', null],
  ]);
});

it('says of a measurement whose time cannot be that its date is wrong', async () => {
  const patient = aCanonicalPatient();
  const vital: Canonical = {
    type: 'vital',
    patient: { externalId: patient.externalId, patient: null },
    ...{ encounterExternalId: '', externalId: app.newId() },
    ...{ kind: 'heart-rate', systolic: null, diastolic: null, value: 70 },
    measuredAt: new Date('2001-01-01T00:00:00Z'),
  };
  const pulse = rawItem('observation', { items: [vital] }, { orderKey: 'v' });
  await store.receive(id, [
    rawItem('patient', { items: [{ type: 'patient', patient }] }, { orderKey: 'v' }),
    pulse,
  ]);
  await takeIn();
  expect(await messages([pulse.externalId])).toMatchObject([
    { state: 'quarantined', fault: 'absurd-date' },
  ]);
});

it('asks a person before a unit changes, and takes the spelling of one as it is', async () => {
  const other = await hospital.connect(branchId);
  const patient = aCanonicalPatient();
  const report = (unit: string) =>
    rawItem('report', { items: [aReportItem(patient.externalId, { unit })] }, { orderKey: 'u' });
  const items = [report('10^9/L'), report('×10⁹/L'), report('10*9/l'), report('/uL')];
  await store.receive(other.id, [
    rawItem('patient', { items: [{ type: 'patient', patient }] }, { orderKey: 'u' }),
    ...items,
  ]);
  await takeIn();
  const rows = await messages(items.map((item) => item.externalId));
  expect(rows.map((row) => row.fault)).toEqual([null, null, null, 'unit-mismatch']);
  expect(rows[3]?.fault_text).toContain('10^9/L 变为 /uL');
});

it('never ties results to a record that somebody registered with another phone', async () => {
  const { accountId } = await signInAccount(app);
  await aPatient(app, {
    name: '张建国',
    identityNumber: 'SELF0001',
    phone: '13700000000',
    proxies: [accountId],
  });
  const patient = aCanonicalPatient({ identity: { type: 'passport', number: 'SELF0001' } });
  const item = rawItem('patient', { items: [{ type: 'patient', patient }] });
  await store.receive(id, [item]);
  await takeIn();
  expect(await messages([item.externalId])).toMatchObject([
    { state: 'quarantined', fault: 'conflict' },
  ]);
});

it('merges here what was merged there, and follows the old number afterwards', async () => {
  const survivor = aCanonicalPatient({ identity: null });
  const merged = aCanonicalPatient({ identity: null, phone: '' });
  const late = aReportItem(merged.externalId);
  await store.receive(id, [
    ...[survivor, merged].map((patient) =>
      rawItem('patient', { items: [{ type: 'patient', patient }] }, { orderKey: 'm' }),
    ),
    rawItem('report', { items: [aReportItem(merged.externalId)] }, { orderKey: 'm' }),
    rawItem(
      'patient-merge',
      {
        items: [
          {
            type: 'merge',
            survivorExternalId: survivor.externalId,
            mergedExternalId: merged.externalId,
          },
        ],
      },
      { orderKey: 'm' },
    ),
    rawItem('report', { items: [late] }, { orderKey: 'm' }),
  ]);
  await takeIn();
  const { rows } = await app.sql.query(
    `select count(*)::int as reports from diagnostic_report r join external_id x on x.internal_id = r.patient_id
      where x.system_id = $1 and x.external_id = $2`,
    [id, survivor.externalId],
  );
  expect(rows).toEqual([{ reports: 2 }]);
});

it('lets several workers take turns without doing anything twice', async () => {
  const patients = Array.from({ length: 12 }, () => aCanonicalPatient());
  const reports = patients.flatMap((patient) =>
    [1, 2, 3, 4].map((version) => ({ patient, version, id: `pw-${patient.externalId}` })),
  );
  await store.receive(id, [
    ...patients.map((patient) =>
      rawItem(
        'patient',
        { items: [{ type: 'patient', patient }] },
        { orderKey: patient.externalId },
      ),
    ),
    ...reports.map(({ patient, version, id: externalId }) =>
      rawItem(
        'report',
        { items: [aReportItem(patient.externalId, { externalId, value: version + 3 })] },
        { orderKey: patient.externalId, externalId, version: String(version) },
      ),
    ),
  ]);
  await Promise.all([takeIn(), takeIn(), takeIn()]);
  await takeIn();
  const { rows } = await app.sql.query(
    `select count(*)::int as reports, min(revision) as least, max(revision) as most from diagnostic_report
      where source_id like 'pw-%'`,
  );
  expect(rows).toEqual([{ reports: 12, least: 4, most: 4 }]);
  const values = await app.sql.query(
    `select distinct o.value from observation o join diagnostic_report r on r.id = o.report_id
      where r.source_id like 'pw-%'`,
  );
  expect(values.rows).toEqual([{ value: '7' }]);
});

it('waits for a paused system, and loses nothing', async () => {
  const patient = aCanonicalPatient();
  const item = rawItem('patient', { items: [{ type: 'patient', patient }] });
  await app.sql.query(`update external_system set paused_at = now() where id = $1`, [id]);
  (await app.get(ConnectedSystems)).forget();
  expect(await store.receive(id, [item])).toEqual(['stored']);
  await takeIn();
  expect((await messages([item.externalId]))[0]?.state).toBe('received');
  await app.sql.query(`update external_system set paused_at = null where id = $1`, [id]);
  (await app.get(ConnectedSystems)).forget();
  await takeIn();
  expect((await messages([item.externalId]))[0]?.state).toBe('processed');
  expect(system.isClosed).toBe(false);
});
