import type { ResponseOf, SuspensionCaseState } from '@suizhen/contract';
import { expect } from 'vitest';
import type { TestApp } from './app';
import { aClinic, aPatient, type ClinicOptions, type TestClinic } from './clinic';
import { signInAccount, signInStaff, type TestAccount, type TestStaff } from './people';

/** Somebody with a booked visit. */
export interface BookedPerson extends TestAccount {
  patientId: string;
  phone: string;
  appointmentId: string;
}

let lastPhone = 13_300_000_000;

/** A new person with an account of their own. */
export async function aPerson(
  app: TestApp,
  options: { phone?: string; branchId?: string } = {},
): Promise<Omit<BookedPerson, 'appointmentId'>> {
  const account = await signInAccount(app);
  const phone = options.phone ?? String(++lastPhone);
  const patientId = await aPatient(app, { ...options, phone, proxies: [account.accountId] });
  return { ...account, patientId, phone };
}

/** Books a new person into a slot, to be paid at the desk or free of charge. */
export async function aBooking(app: TestApp, slotId: string): Promise<BookedPerson> {
  const person = await aPerson(app);
  const { patientId, as } = person;
  const { status, body } = await app.call('bookPlace', { body: { slotId, patientId }, as });
  expect(status).toBe(200);
  return { ...person, appointmentId: body.id };
}

/** As if the fee had been paid, online or at the desk. */
export async function markPaid(
  app: TestApp,
  { appointmentId, patientId, accountId }: BookedPerson,
  method: 'wechat-native' | 'cash' = 'wechat-native',
): Promise<void> {
  const id = app.newId();
  await app.sql.query(
    `insert into payment_order (id, payment_no, appointment_id, patient_id, account_id, method, state, amount_fen,
       description, created_at, expires_at, paid_at)
     select $1::uuid, $1::text, a.id, $3, $4, $5, 'paid', a.fee_fen, '挂号费', $6, $6, $6
       from appointment a where a.id = $2`,
    [id, appointmentId, patientId, accountId, method, app.clock.now()],
  );
  await app.sql.query(`update appointment set fee_state = 'paid' where id = $1`, [appointmentId]);
}

/** A clinic of tomorrow with the people who run it. */
export interface SuspendableClinic {
  clinic: TestClinic;
  manager: TestStaff;
  desk: TestStaff;
}

export async function aSuspendableClinic(
  app: TestApp,
  options: ClinicOptions = {},
): Promise<SuspendableClinic> {
  const clinic = await aClinic(app, options);
  const { branchId, departmentId } = clinic;
  return {
    clinic,
    manager: await signInStaff(app, { role: 'manager', branchId, departmentId }),
    desk: await signInStaff(app, { role: 'front-desk', branchId, departmentId }),
  };
}

/** Another clinic of the same doctor, on another day. */
export async function anotherDay(
  app: TestApp,
  clinic: TestClinic,
  options: ClinicOptions,
): Promise<TestClinic> {
  const { branchId, departmentId, doctorId } = clinic;
  const made = await aClinic(app, { branchId, departmentId, ...options });
  await app.sql.query(`update roster set doctor_id = $2 where id = $1`, [made.rosterId, doctorId]);
  await app.sql.query(`update slot set doctor_id = $2 where roster_id = $1`, [
    made.rosterId,
    doctorId,
  ]);
  return { ...made, doctorId };
}

export async function suspend(
  app: TestApp,
  { clinic, manager }: SuspendableClinic,
  rosterIds = [clinic.rosterId],
): Promise<ResponseOf<'createSuspension'>> {
  const made = await app.call('createSuspension', {
    body: { rosterIds, reason: 'doctor-ill', note: '内部说明' },
    as: manager.as,
  });
  expect(made.error).toBeUndefined();
  return made.body;
}

export async function casesOf(
  app: TestApp,
  suspensionId: string,
  as: TestStaff['as'],
  state?: SuspensionCaseState,
): Promise<ResponseOf<'listSuspensionCases'>['items']> {
  const listed = await app.call('listSuspensionCases', {
    params: { suspensionId },
    query: { limit: 200, ...(state ? { state } : {}) },
    as,
  });
  expect(listed.status).toBe(200);
  return listed.body.items;
}

export async function placeStatesOf(app: TestApp, rosterId: string): Promise<object> {
  const { rows } = await app.sql.query<{ state: string; n: number }>(
    `select p.state, count(*)::int as n from place p join slot s on s.id = p.slot_id
      where s.roster_id = $1 group by p.state`,
    [rosterId],
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}
