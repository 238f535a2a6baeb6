import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../../test/support/clinic';
import {
  anEncounter,
  anExternalSystem,
  anObservation,
  aPlace,
  aReport,
  aSource,
  takeReport,
} from '../../../../test/support/records';
import { aVisit } from '../../../../test/support/visits';
import { UnitOfWork } from '../../../kernel';
import { RecordIntake, type IncomingReport, type RecordPlace } from '..';

let app: TestApp;
let clinic: TestClinic;
let systemId: string;
let place: RecordPlace;
let sourceId: string;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app, { date: '2026-03-03' });
  systemId = await anExternalSystem(app, clinic.branchId);
});
afterAll(() => app.close());
beforeEach(async () => {
  sourceId = app.newId();
  const { branchId, departmentId, doctorId } = clinic;
  place = aPlace({ patientId: await aPatient(app), branchId, departmentId, doctorId });
});

const take = (version: number, report: Partial<IncomingReport> = {}) =>
  takeReport(app, aSource(systemId, sourceId, version), place, aReport(report));

async function stored(): Promise<Record<string, unknown>> {
  const { rows } = await app.sql.query(
    `select *, (select array_agg(value order by position) from observation o where o.report_id = r.id) as values,
       (select array_agg(event order by id) from outbox where payload->>'reportId' = r.id::text) as events
       from diagnostic_report r where source_id = $1`,
    [sourceId],
  );
  expect(rows).toHaveLength(1);
  return rows[0];
}

const two = (value: string) => [
  anObservation({ code: 'K', value, number: Number(value), flag: 'H' }),
  anObservation({ code: 'NA', name: '血清钠', value: '140', number: 140 }),
];

describe('a report as it comes', () => {
  it('is kept with its items and what lists need of it, and is released by its rule', async () => {
    expect(await take(1, { observations: two('5.9') })).toMatchObject({ outcome: 'created' });
    expect(await stored()).toMatchObject({
      revision: 1,
      abnormal_count: 1,
      is_critical: false,
      is_sensitive: false,
      words: '电解质 djz 血清钾 xqj 血清钠 xqn',
      release_state: 'released',
      values: ['5.9', '140'],
      events: ['report.released'],
    });
  });

  it('a second time is the same', async () => {
    await take(1);
    expect(await take(1)).toMatchObject({ outcome: 'unchanged' });
    expect(await stored()).toMatchObject({ revision: 1, events: ['report.released'] });
  });

  it('a correction replaces it; what stood there is kept and the patient hears of it once', async () => {
    const { id } = await take(1, { observations: two('5.9') });
    const corrected = { status: 'corrected' as const, observations: two('4.0').slice(0, 1) };
    expect(await take(2, corrected)).toEqual({ id, outcome: 'changed' });
    expect(await take(2, corrected)).toEqual({ id, outcome: 'unchanged' });
    expect(await take(1, { observations: two('5.9') })).toEqual({ id, outcome: 'older' });
    const report = await stored();
    expect(report).toMatchObject({
      revision: 2,
      status: 'corrected',
      values: ['4.0'],
      events: ['report.released', 'report.corrected'],
      release_state: 'released',
    });
    expect(report.corrected_at).not.toBeNull();
    const { rows } = await app.sql.query(
      `select revision, status, content from report_revision where report_id = $1`,
      [id],
    );
    expect(rows).toMatchObject([
      {
        revision: 1,
        status: 'final',
        content: { items: [{ code: 'K', value: '5.9', flag: 'H' }, { code: 'NA' }] },
      },
    ]);
  });

  it('a later version that says the same is no correction', async () => {
    await take(1);
    expect(await take(2)).toMatchObject({ outcome: 'unchanged' });
    expect(await stored()).toMatchObject({ revision: 1, source_version: '2', corrected_at: null });
  });

  it('a preliminary one stays away from the patient; the final one is new to them', async () => {
    await take(1, { status: 'preliminary' });
    expect(await stored()).toMatchObject({ release_state: 'withheld', events: null });
    await take(2);
    expect(await stored()).toMatchObject({
      release_state: 'released',
      events: ['report.released'],
      corrected_at: null,
    });
  });

  it('one that is told in person is announced as such and never released', async () => {
    await take(1, { observations: [anObservation({ code: 'HIVAb', name: '人免疫缺陷抗体' })] });
    expect(await stored()).toMatchObject({
      is_sensitive: true,
      release_state: 'in-person',
      events: ['report.in-person'],
    });
  });

  it('withdrawn it stays in the list of who knew of it, and says so once', async () => {
    await take(1);
    await take(2, { status: 'cancelled' });
    expect(await stored()).toMatchObject({
      release_state: 'released',
      status: 'cancelled',
      events: ['report.released', 'report.corrected'],
    });
  });

  it('corrected to another patient it is new to that one and closed to the former', async () => {
    const { id } = await take(1);
    const accountId = app.newId();
    await app.sql.query(`insert into account (id, created_at) values ($1, $2)`, [
      accountId,
      app.clock.now(),
    ]);
    await app.sql.query(`insert into report_read values ($1, $2, 1, $3)`, [
      accountId,
      id,
      app.clock.now(),
    ]);
    await app.sql.query(
      `insert into report_share (id, report_id, account_id, token_hash, code_hash, created_at, expires_at)
       values ($1, $2, $3, $4, 'x', $5, $6)`,
      [app.newId(), id, accountId, app.newId(), app.clock.now(), '2026-03-09T00:00:00Z'],
    );
    place = { ...place, patientId: await aPatient(app) };
    expect(await take(2)).toEqual({ id, outcome: 'changed' });
    expect(await stored()).toMatchObject({
      patient_id: place.patientId,
      revision: 2,
      events: ['report.released', 'report.released'],
    });
    const { rows } = await app.sql.query(
      `select (select count(*)::int from report_read where report_id = $1) as reads,
         (select count(*)::int from report_share where report_id = $1 and ended_at is null) as shares,
         (select count(*)::int from observation where report_id = $1 and patient_id <> $2) as strays`,
      [id, place.patientId],
    );
    expect(rows).toEqual([{ reads: 0, shares: 0, strays: 0 }]);
  });

  it('the same one many times at once is taken once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => take(1)));
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
      'created',
      ...Array.from({ length: 5 }, () => 'unchanged'),
    ]);
    expect(await stored()).toMatchObject({ revision: 1, events: ['report.released'] });
  });

  it('older and newer at once end with the newest, whatever the order', async () => {
    for (let round = 0; round < 5; round++) {
      sourceId = app.newId();
      const versions = [1, 2, 3, 4].sort(() => Math.random() - 0.5);
      await Promise.all(
        versions.map((version) => take(version, { observations: two(`${version}.5`) })),
      );
      const report = await stored();
      expect(report).toMatchObject({ source_version: '4', values: ['4.5', '140'] });
      const { rows } = await app.sql.query<{ revisions: number[] | null }>(
        `select array_agg(revision order by revision) as revisions from report_revision where report_id = $1`,
        [report.id],
      );
      const before = Array.from({ length: Number(report.revision) - 1 }, (_, i) => i + 1);
      expect(rows[0]?.revisions ?? []).toEqual(before);
    }
  });
});

describe('a visit as it comes', () => {
  const save = async (version: number, encounter = anEncounter(), at = place) => {
    const intake = await app.get(RecordIntake);
    const unitOfWork = await app.get(UnitOfWork);
    return unitOfWork.run((tx) =>
      intake.saveEncounter(tx, aSource(systemId, sourceId, version), at, encounter),
    );
  };
  const kept = async () =>
    (
      await app.sql.query(
        `select *, (select count(*)::int from outbox where event = 'visit.completed'
           and payload->>'encounterId' = e.id::text) as completed from encounter e where source_id = $1`,
        [sourceId],
      )
    ).rows;

  const anAppointment = async (slot = 0): Promise<string> =>
    (await aVisit(app, clinic, { patientId: place.patientId, slot })).id;

  it('is completed once, when it becomes finished', async () => {
    await save(1, anEncounter({ status: 'in-progress', endedAt: null }));
    expect(await kept()).toMatchObject([{ completed: 0, completed_at: null }]);
    await Promise.all([save(2), save(2), save(3)]);
    await save(4, anEncounter({ status: 'in-progress', endedAt: null }));
    await save(5);
    expect(await kept()).toMatchObject([{ completed: 1, status: 'finished' }]);
  });

  it('finds the appointment of the day, the nearest first and each only once', async () => {
    const [first, second] = [await anAppointment(), await anAppointment(1)];
    const startedAt = new Date('2026-03-03T09:35:00+08:00');
    await save(1, anEncounter({ startedAt, endedAt: null }));
    expect(await kept()).toMatchObject([{ appointment_id: second }]);
    sourceId = app.newId();
    await save(1, anEncounter({ startedAt, endedAt: null }));
    expect(await kept()).toMatchObject([{ appointment_id: first }]);
    sourceId = app.newId();
    await save(1, anEncounter({ startedAt, endedAt: null }));
    expect(await kept()).toMatchObject([{ appointment_id: null }]);
  });

  it('takes the appointment that was named, never one of somebody else', async () => {
    const [, second] = [await anAppointment(), await anAppointment(1)];
    await save(1, anEncounter(), { ...place, appointmentId: second });
    expect(await kept()).toMatchObject([{ appointment_id: second }]);
    sourceId = app.newId();
    const other = { ...place, patientId: await aPatient(app), appointmentId: second };
    await save(1, anEncounter(), other);
    expect(await kept()).toMatchObject([{ appointment_id: null }]);
  });

  it('two visits at once do not share an appointment', async () => {
    await anAppointment();
    const ids = [app.newId(), app.newId(), app.newId()];
    const intake = await app.get(RecordIntake);
    const unitOfWork = await app.get(UnitOfWork);
    await Promise.all(
      ids.map((id) =>
        unitOfWork.run((tx) =>
          intake.saveEncounter(tx, aSource(systemId, id), place, anEncounter()),
        ),
      ),
    );
    const { rows } = await app.sql.query(
      `select count(appointment_id)::int as linked, count(*)::int as visits from encounter where source_id = any($1)`,
      [ids],
    );
    expect(rows).toEqual([{ linked: 1, visits: 3 }]);
  });

  it('its diagnosis, order and charge are kept once each and follow their corrections', async () => {
    const intake = await app.get(RecordIntake);
    const unitOfWork = await app.get(UnitOfWork);
    const at = new Date('2026-03-03T09:20:00+08:00');
    const run = (version: number, name: string, encounterId: string | null) =>
      unitOfWork.run(async (tx) => {
        const source = aSource(systemId, sourceId, version);
        const here = { ...place, encounterId };
        return [
          await intake.saveDiagnosis(tx, source, here, {
            code: 'J06.9',
            name,
            isMain: true,
            isRetracted: false,
            recordedAt: at,
          }),
          await intake.saveOrder(tx, source, here, {
            kind: 'medication',
            code: 'M1',
            name,
            dosage: '每日三次',
            quantityText: '1 盒',
            status: 'active',
            orderedAt: at,
          }),
          await intake.saveCharge(tx, source, here, {
            code: 'C1',
            name,
            quantityText: '1',
            amountFen: 1250,
            isCancelled: false,
            chargedAt: at,
          }),
        ].map(({ outcome }) => outcome);
      });
    expect(await run(1, '甲', null)).toEqual(['created', 'created', 'created']);
    const { id } = await save(1);
    expect(await run(1, '甲', id)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(await run(2, '乙', null)).toEqual(['changed', 'changed', 'changed']);
    expect(await run(1, '甲', null)).toEqual(['older', 'older', 'older']);
    const found = await unitOfWork.run((tx) => intake.findEncounter(tx, systemId, sourceId));
    expect(found).toBe(id);
    for (const table of ['diagnosis', 'clinical_order', 'charge']) {
      const { rows } = await app.sql.query(
        `select name, encounter_id from ${table} where source_id = $1`,
        [sourceId],
      );
      expect(rows).toEqual([{ name: '乙', encounter_id: id }]);
    }
  });
});
