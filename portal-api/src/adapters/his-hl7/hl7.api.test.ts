import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Hl7Patient, type Hl7Sim, startHl7Sim } from '../../../dev/simulators/his/hl7';
import { freePorts } from '../../../dev/postgres';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { aBranch, aPatient } from '../../../test/support/clinic';
import { Outbox, UnitOfWork } from '../../kernel';
import { TakeIn } from '../../modules/integration/inbound/take-in.job';
import { SendOutbound } from '../../modules/integration/outbound/send-outbound.job';
import { ListenToSystems } from '../../modules/integration/streams/listen-to-systems.job';
import { ConnectedSystems } from '../../modules/integration/systems/connected-systems';

/** The whole way: a laboratory's line, the door, the store, the records; and back to the HIS. */
let app: TestApp;
let sim: Hl7Sim;
let systemId: string;

const patient: Hl7Patient = {
  id: 'H100',
  name: '欧阳小明',
  gender: 'female',
  birthDate: '1949-12-31',
  identityNumber: '11010519491231002X',
  phone: '13800001234',
};

beforeAll(async () => {
  app = await startTestApp();
  const [port] = (await freePorts(1)) as [number];
  sim = await startHl7Sim({ port: 0, target: { host: '127.0.0.1', port } });
  systemId = app.newId();
  await app.sql.query(
    `insert into external_system (id, branch_id, name, code, kind, adapter, config, is_enabled, created_at)
     values ($1, $2, '医院信息系统', 'his-mllp', 'his', 'hl7', $3, true, $4)`,
    [
      systemId,
      await aBranch(app),
      { adapter: 'hl7', listenPort: port, host: '127.0.0.1', port: sim.port, allowedAddresses: [] },
      app.clock.now(),
    ],
  );
  (await app.get(ConnectedSystems)).forget();
  await app.runJob(ListenToSystems);
});
afterAll(async () => {
  await sim?.close();
  await app?.close();
});

async function rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
  return (await app.sql.query(sql, values)).rows as T[];
}

const takeIn = () => app.runJob(TakeIn);

const reportOf = async (reportNo: string) =>
  (
    await rows<{ revision: number; status: string; release_state: string; wbc: string | null }>(
      `select r.revision, r.status, r.release_state,
         (select value from observation where report_id = r.id and code = 'WBC') as wbc
         from diagnostic_report r where r.report_no = $1`,
      [reportNo],
    )
  )[0];

const faults = async () =>
  rows<{ state: string; fault: string }>(
    `select state, fault from inbound_message where system_id = $1 and fault is not null order by seq`,
    [systemId],
  );

it('a result stands in the records of a patient who was not known before', async () => {
  const { answer, reportNo } = await sim.sendLabReport({ patient, items: { WBC: 7.25 } });
  expect(answer?.code).toBe('AA');
  await takeIn();
  expect(await reportOf(reportNo)).toMatchObject({ revision: 1, status: 'final', wbc: '7.25' });
  expect(await rows(`select name from patient`)).toEqual([{ name: '欧阳小明' }]);
});

it('sent again, split, two in a packet or in GB18030: each is taken once', async () => {
  sim.fault('split');
  sim.fault('resend');
  sim.fault('gb18030');
  sim.fault('together');
  const numbers = ['S1', 'S2', 'S3', 'S4', 'S5'];
  for (const reportNo of numbers.slice(0, 3)) await sim.sendLabReport({ patient, reportNo });
  await Promise.all(numbers.slice(3).map((reportNo) => sim.sendLabReport({ patient, reportNo })));
  await takeIn();
  const found = await rows<{ report_no: string }>(
    `select report_no from diagnostic_report where report_no = any($1) order by 1`,
    [numbers],
  );
  expect(found.map((row) => row.report_no)).toEqual(numbers);
});

it('a correction replaces, also when it comes first', async () => {
  const { reportNo } = await sim.sendLabReport({ patient, items: { WBC: 8 } });
  await sim.sendCorrection(reportNo, { WBC: 5.5 });
  await takeIn();
  expect(await reportOf(reportNo)).toMatchObject({ revision: 2, status: 'corrected', wbc: '5.50' });

  sim.fault('out-of-order');
  const late = sim.sendLabReport({ patient, reportNo: 'LATE', items: { WBC: 9 } });
  await sim.sendCorrection('LATE', { WBC: 4.5 });
  await late;
  await takeIn();
  expect(await reportOf('LATE')).toMatchObject({ status: 'corrected', wbc: '4.50' });
});

it('a critical value is held for the clinicians', async () => {
  const { reportNo } = await sim.sendLabReport({ patient, isCritical: true });
  await takeIn();
  expect(await reportOf(reportNo)).toMatchObject({ release_state: 'critical-hold' });
  expect(await rows(`select state from critical_alert`)).toEqual([{ state: 'open' }]);
});

it('what is bad is answered, kept aside, and holds up nobody', async () => {
  sim.fault('wrong-encoding');
  expect((await sim.sendLabReport({ patient })).answer?.code).toBe('AE');
  sim.fault('broken');
  expect((await sim.sendLabReport({ patient })).answer?.code).toBe('AE');
  const raw = (type: string, ...lines: string[]) =>
    sim.sendRaw(
      Buffer.from([`MSH|^~\\&|LIS||||20260301||${type}|${app.newId()}|P|2.4`, ...lines].join('\r')),
    );
  const obr = 'OBR|1||X1|XCG^血常规|||20260301';
  expect((await raw('ORU^R01', 'PID|1||NOBODY||某人', obr))?.code).toBe('AA');
  expect((await raw('ORU^R01', 'PID|1||H100||某人||20269999', obr))?.code).toBe('AE');
  expect((await raw('ADT^A99', 'PID|1||H100'))?.code).toBe('AR');
  expect((await sim.sendLabReport({ patient, reportNo: 'AFTER' })).answer?.code).toBe('AA');
  await takeIn();
  expect(await faults()).toEqual([
    { state: 'quarantined', fault: 'wrong-encoding' },
    { state: 'quarantined', fault: 'broken-segment' },
    { state: 'quarantined', fault: 'unknown-patient' },
    { state: 'quarantined', fault: 'absurd-date' },
    { state: 'set-aside', fault: 'unknown-kind' },
  ]);
  expect(await reportOf('AFTER')).toMatchObject({ status: 'final' });
});

it('who is registered here is told to the HIS, once, and known by its number from then on', async () => {
  const patientId = await aPatient(app, { name: '李小红' });
  const [outbox, unitOfWork] = [await app.get(Outbox), await app.get(UnitOfWork)];
  await unitOfWork.run((tx) => outbox.append(tx, 'patient.registered', { patientId }));
  await app.relay();
  sim.desk.fault('break');
  await app.runJob(SendOutbound);
  expect(await rows(`select state from outbound_message`)).toEqual([{ state: 'unknown' }]);
  await app.sql.query(`update outbound_message set next_at = '2020-01-01'`);
  await app.runJob(SendOutbound);
  expect(await rows(`select state from outbound_message`)).toEqual([{ state: 'acknowledged' }]);
  expect(sim.desk.received).toMatchObject([{ type: 'ADT^A04', times: 2 }]);
  const [known] = sim.desk.patients.values();
  expect(known).toMatchObject({ name: '李小红', theirId: patientId });
  expect(
    await rows(`select external_id from external_id where internal_id = $1 and kind = 'patient'`, [
      patientId,
    ]),
  ).toEqual([{ external_id: known!.id }]);
});
