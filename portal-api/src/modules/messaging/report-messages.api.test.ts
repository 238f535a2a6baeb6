import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../test/support/clinic';
import { signInAccount, type TestAccount } from '../../../test/support/people';
import {
  anExternalSystem,
  anObservation,
  aPlace,
  aReport,
  aSource,
  criticalPotassium,
  takeReport,
} from '../../../test/support/records';
import { KernelContext, Outbox, UnitOfWork } from '../../kernel';
import type { IncomingReport } from '../records';

let app: TestApp;
let clinic: TestClinic;
let systemId: string;
let account: TestAccount;
let patientId: string;
let sourceId: string;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app);
  systemId = await anExternalSystem(app, clinic.branchId);
});
afterAll(() => app.close());
beforeEach(async () => {
  sourceId = app.newId();
  account = await signInAccount(app);
  patientId = await aPatient(app, { proxies: [account.accountId] });
});

async function take(version: number, report: Partial<IncomingReport> = {}): Promise<string> {
  const { branchId, departmentId } = clinic;
  const place = aPlace({ patientId, branchId, departmentId });
  const saved = await takeReport(app, aSource(systemId, sourceId, version), place, aReport(report));
  await app.relay();
  return saved.id;
}

const inbox = async () =>
  (
    await app.sql.query<{ kind: string; title: string; body: string }>(
      `select kind, title, body from inbox_message where account_id = $1 order by created_at, id`,
      [account.accountId],
    )
  ).rows;
async function texts(): Promise<{ template: string; params: string }[]> {
  const { secrets } = await app.get(KernelContext);
  const { rows } = await app.sql.query<{ template: string; params_cipher: string }>(
    `select template, params_cipher from delivery where patient_id = $1 order by created_at, id`,
    [patientId],
  );
  return rows.map((row) => ({
    template: row.template,
    params: secrets.decrypt(row.params_cipher),
  }));
}

describe('messages about reports', () => {
  it('say that there is one, and nothing of what it says', async () => {
    await take(1, { conclusion: '高钾血症', observations: [anObservation({ flag: 'H' })] });
    const [message, ...more] = await inbox();
    expect(more).toEqual([]);
    expect(message).toMatchObject({ kind: 'report-released', title: '新的检查报告' });
    expect(message!.body).toContain('王*明');
    const [sms] = await texts();
    expect(sms).toMatchObject({ template: 'REPORT_RELEASED' });
    expect(JSON.stringify([message, sms])).not.toMatch(/电解质|钾|4\.1|王小明/);
  });

  it('say once that it was corrected, and that it was withdrawn', async () => {
    await take(1);
    await take(2, { status: 'corrected', conclusion: '更正' });
    await take(2, { status: 'corrected', conclusion: '更正' });
    await take(3, { status: 'cancelled' });
    expect((await inbox()).map(({ title }) => title)).toEqual([
      '新的检查报告',
      '检查报告已更正',
      '检查报告已撤回',
    ]);
    expect((await texts()).map(({ template }) => template)).toEqual([
      'REPORT_RELEASED',
      'REPORT_CORRECTED',
      'REPORT_WITHDRAWN',
    ]);
  });

  it('say where to fetch what is told in person', async () => {
    await take(1, { kind: 'pathology', name: '活检' });
    const [message] = await inbox();
    expect(message).toMatchObject({ kind: 'report-in-person' });
    expect(message!.body).toContain('和平路 1 号');
    expect(message!.body).not.toMatch(/活检|病理/);
    expect(await texts()).toMatchObject([{ template: 'REPORT_IN_PERSON' }]);
  });

  it('say nothing of a critical value', async () => {
    await take(1, { observations: [criticalPotassium()] });
    expect(await inbox()).toEqual([]);
    expect(await texts()).toEqual([]);
  });

  it('say nothing of years past, when a system is connected', async () => {
    await take(1, { issuedAt: new Date('2024-01-01T08:00:00+08:00') });
    expect(await inbox()).toEqual([]);
  });

  it('say nothing of what was withheld before the message went out', async () => {
    const { branchId } = clinic;
    const place = aPlace({ patientId, branchId });
    const { id } = await takeReport(app, aSource(systemId, sourceId), place, aReport());
    await app.sql.query(
      `update diagnostic_report set release_state = 'withheld', released_at = null where id = $1`,
      [id],
    );
    await app.relay();
    expect(await inbox()).toEqual([]);
  });
});

describe('a reading beyond the limits', () => {
  it('is told at once, without the reading', async () => {
    const [readingId, alarmId] = [app.newId(), app.newId()];
    const now = app.clock.now();
    await app.sql.query(
      `insert into vital_reading (id, patient_id, kind, value, measured_at, source, is_beyond_limits, recorded_at)
       values ($1, $2, 'glucose', 18.2, $3, 'manual', true, $3)`,
      [readingId, patientId, now],
    );
    await app.sql.query(
      `insert into vital_alarm (id, reading_id, patient_id, state, limit_text, raised_at, due_at)
       values ($1, $2, $3, 'open', '高于 10', $4, $4)`,
      [alarmId, readingId, patientId, now],
    );
    const outbox = await app.get(Outbox);
    const unitOfWork = await app.get(UnitOfWork);
    await unitOfWork.run((tx) => outbox.append(tx, 'vital.alarmed', { alarmId }));
    await app.relay();
    const [message] = await inbox();
    expect(message).toMatchObject({ kind: 'vital-alarm' });
    expect(JSON.stringify([message, await texts()])).not.toMatch(/18|血糖/);
    expect(await texts()).toMatchObject([{ template: 'VITAL_ALARM' }]);
  });
});
