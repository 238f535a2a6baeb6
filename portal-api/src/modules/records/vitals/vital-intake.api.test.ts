import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aBranch, aPatient } from '../../../../test/support/clinic';
import { aSource, anExternalSystem } from '../../../../test/support/records';
import { UnitOfWork } from '../../../kernel';
import { VitalIntake } from './vital-intake';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

it('what the hospital measured is kept once, corrected by what is later, and alarms nobody', async () => {
  const systemId = await anExternalSystem(app, await aBranch(app));
  const patientId = await aPatient(app);
  const [intake, unitOfWork] = [await app.get(VitalIntake), await app.get(UnitOfWork)];
  const save = async (version: number, value: number) => {
    const vital = { kind: 'heart-rate', systolic: null, diastolic: null, value } as const;
    const { outcome } = await unitOfWork.run((tx) =>
      intake.save(tx, aSource(systemId, 'v-1', version), patientId, {
        ...vital,
        measuredAt: app.clock.now(),
      }),
    );
    return outcome;
  };
  expect(await save(2, 150)).toBe('created');
  expect(await save(2, 150)).toBe('unchanged');
  expect(await save(1, 90)).toBe('older');
  expect(await save(3, 155)).toBe('changed');
  const { rows } = await app.sql.query(
    `select value::int as value, source, is_beyond_limits from vital_reading where patient_id = $1`,
    [patientId],
  );
  expect(rows).toEqual([{ value: 155, source: 'staff', is_beyond_limits: true }]);
  const alarms = await app.sql.query(`select 1 from vital_alarm where patient_id = $1`, [
    patientId,
  ]);
  expect(alarms.rows).toEqual([]);
  await expect(save(4, 900)).rejects.toMatchObject({ code: 'INVALID_FIELD' });
});
