import type { OperationId, RoleId } from '@suizhen/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../test/support/clinic';
import { signInStaff, type TestStaff } from '../../../test/support/people';
import { anEncounter, anExternalSystem, aPlace, aSource } from '../../../test/support/records';
import { UnitOfWork } from '../../kernel';
import { RecordIntake, type RecordPlace } from '.';

/** One rule: who may open the page of a patient may open the archive, and the other way round. */
let app: TestApp;
let here: TestClinic;
let next: TestClinic;
let away: TestClinic;
let systemId: string;
let serial = 0;

beforeAll(async () => {
  app = await startTestApp();
  here = await aClinic(app);
  next = await aClinic(app, { branchId: here.branchId });
  away = await aClinic(app);
  systemId = await anExternalSystem(app, here.branchId);
});
afterAll(() => app?.close());

const placeOf = ({ branchId, departmentId, doctorId }: TestClinic) => ({
  branchId,
  departmentId,
  doctorId,
});

/** Known to the HIS only: nobody has booked anything. */
async function aPatientSeen(place: Partial<RecordPlace> & { branchId: string }): Promise<string> {
  const patientId = await aPatient(app, { name: `袁见${'甲乙丙丁戊己庚辛壬癸'[serial++]}` });
  const [intake, unitOfWork] = [await app.get(RecordIntake), await app.get(UnitOfWork)];
  const source = aSource(systemId, `reach-${serial}`);
  const whole = aPlace({ patientId, ...place });
  await unitOfWork.run((tx) => intake.saveEncounter(tx, source, whole, anEncounter()));
  return patientId;
}

const doors = [
  'getPatient',
  'listPatientEncounters',
  'listPatientReports',
  'getPatientTimeline',
  'getPatientPrompts',
] as const satisfies OperationId[];

/** The status that every door answers; a list where they disagree. */
async function statusOf(patientId: string, { as }: TestStaff): Promise<number | number[]> {
  const params = { patientId };
  const answers = await Promise.all(doors.map((door) => app.call(door, { params, as })));
  const statuses = answers.map(({ status }) => status);
  return new Set(statuses).size === 1 ? statuses[0]! : statuses;
}

async function finds(patientId: string, { as }: TestStaff): Promise<boolean> {
  const { rows } = await app.sql.query<{ name: string }>(`select name from patient where id = $1`, [
    patientId,
  ]);
  const { body } = await app.call('searchPatients', { body: { text: rows[0]!.name }, as });
  return body.items.some(({ id }) => id === patientId);
}

/** Of the department; not a doctor with numbers of their own. */
const of = (role: RoleId, { branchId, departmentId }: TestClinic) =>
  signInStaff(app, { role, branchId, departmentId });

describe('a patient whom only the HIS has told of', () => {
  it.each(['doctor', 'nurse'] as const)('is open to the %s of the department', async (role) => {
    const patientId = await aPatientSeen(placeOf(here));
    const member = await of(role, here);
    expect(await statusOf(patientId, member)).toBe(200);
    expect(await finds(patientId, member)).toBe(true);
  });

  it.each(['doctor', 'nurse'] as const)(
    'is nobody to a %s of another department or branch',
    async (role) => {
      const patientId = await aPatientSeen(placeOf(here));
      for (const clinic of [next, away]) {
        const member = await of(role, clinic);
        expect(await statusOf(patientId, member)).toBe(404);
        expect(await finds(patientId, member)).toBe(false);
      }
    },
  );

  it('is open to the doctor who saw them, wherever that was', async () => {
    const patientId = await aPatientSeen({ ...placeOf(next), doctorId: here.doctorId });
    const doctor = await signInStaff(app, { role: 'doctor', ...placeOf(here) });
    expect(await statusOf(patientId, doctor)).toBe(200);
    expect(await finds(patientId, doctor)).toBe(true);
    expect(await statusOf(patientId, await of('doctor', here))).toBe(404);
  });

  it('is open to the whole branch where a grant reaches that far', async () => {
    const patientId = await aPatientSeen({ branchId: here.branchId });
    const { rows } = await app.sql.query<{ role: RoleId }>(
      `select role_id as role from role_grant where resource || '.' || verb = 'patient.display' and scope = 'branch'`,
    );
    for (const { role } of rows) {
      const get = async (clinic: TestClinic) => {
        const { as } = await of(role, clinic);
        return (await app.call('getPatient', { params: { patientId }, as })).status;
      };
      expect([role, await get(here), await get(away)]).toEqual([role, 200, 404]);
    }
    expect(rows.length).toBeGreaterThan(0);
  });
});
