import { KernelContext } from '../../src/kernel';
import type { TestApp } from './app';

export interface TestClinic {
  branchId: string;
  departmentId: string;
  doctorId: string;
  serviceId: string;
  rosterId: string;
  /** In time order. */
  slotIds: string[];
  date: string;
}

export interface ClinicOptions {
  /** Day of the roster; default the day after `testNow`. */
  date?: string;
  /** First slot; default 09:00. */
  startTime?: string;
  slots?: number;
  slotMinutes?: number;
  /** Places of each slot for any channel. */
  capacity?: number;
  feeFen?: number;
  /** Default: long ago. */
  releaseAt?: string;
  /** Reuse a branch or department made before. */
  branchId?: string;
  departmentId?: string;
}

/** A branch with a department, a doctor and one roster whose slots and places are free. */
export async function aClinic(app: TestApp, options: ClinicOptions = {}): Promise<TestClinic> {
  const { date = '2026-03-04', startTime = '09:00', slots = 2, slotMinutes = 30 } = options;
  const { capacity = 5, feeFen = 2500, releaseAt = '2026-01-01T07:00:00+08:00' } = options;
  const branchId = options.branchId ?? (await aBranch(app));
  const departmentId = options.departmentId ?? (await aDepartment(app, branchId));
  const serviceId = await aService(app, feeFen);
  const doctorId = await aDoctor(app, departmentId, serviceId);
  const rosterId = app.newId();
  await app.sql.query(
    `insert into roster (id, doctor_id, department_id, branch_id, date, period, start_time, end_time, slot_minutes,
       shared_capacity, wechat_capacity, phone_capacity, desk_capacity, service_id, fee_fen, release_at)
     values ($1, $2, $3, $4, $5, 'morning', $6::time, $6::time + make_interval(mins => $7), $8, $9, 0, 0, 0, $10,
       $11, $12)`,
    [
      rosterId,
      doctorId,
      departmentId,
      branchId,
      date,
      startTime,
      slots * slotMinutes,
      slotMinutes,
      capacity,
      serviceId,
      feeFen,
      releaseAt,
    ],
  );
  const slotIds: string[] = [];
  for (let index = 0; index < slots; index++) {
    const slotId = app.newId();
    slotIds.push(slotId);
    const startsAt = new Date(
      Date.parse(`${date}T${startTime}:00+08:00`) + index * slotMinutes * 60_000,
    );
    await app.sql.query(
      `insert into slot (id, roster_id, doctor_id, department_id, branch_id, date, period, starts_at, ends_at,
         capacity, fee_fen, release_at)
       values ($1, $2, $3, $4, $5, $6, 'morning', $7, $8, $9, $10, $11)`,
      [
        slotId,
        rosterId,
        doctorId,
        departmentId,
        branchId,
        date,
        startsAt,
        new Date(startsAt.getTime() + slotMinutes * 60_000),
        capacity,
        feeFen,
        releaseAt,
      ],
    );
    await app.sql.query(
      `insert into place (slot_id, number, channel) select $1, $2 + n, 'any' from generate_series(1, $3) n`,
      [slotId, index * capacity, capacity],
    );
  }
  return { branchId, departmentId, doctorId, serviceId, rosterId, slotIds, date };
}

const short = (id: string) => id.replaceAll('-', '').slice(-12).toUpperCase();

export async function aBranch(app: TestApp): Promise<string> {
  const id = app.newId();
  await app.sql.query(
    `insert into branch (id, code, name, address) values ($1, $2, $3, '和平路 1 号')`,
    [id, short(id), `院区${short(id)}`],
  );
  return id;
}

export async function aDepartment(app: TestApp, branchId: string): Promise<string> {
  const id = app.newId();
  await app.sql.query(
    `insert into department (id, branch_id, code, name, group_name, location) values ($1, $2, $3, $4, '内科', '门诊 2 层')`,
    [id, branchId, short(id), `科室${short(id)}`],
  );
  return id;
}

export async function aService(app: TestApp, priceFen: number): Promise<string> {
  const id = app.newId();
  await app.sql.query(
    `insert into service (id, code, name, kind, price_fen) values ($1, $2, $3, 'registration', $4)`,
    [id, short(id), `挂号费${short(id)}`, priceFen],
  );
  return id;
}

export async function aDoctor(
  app: TestApp,
  departmentId: string,
  serviceId: string,
): Promise<string> {
  const id = app.newId();
  await app.sql.query(
    `insert into doctor (id, department_id, name, title, default_service_id) values ($1, $2, '李医生', 'attending', $3)`,
    [id, departmentId, serviceId],
  );
  return id;
}

export interface PatientOptions {
  name?: string;
  phone?: string;
  /** A document number; default a random passport. */
  identityNumber?: string;
  birthDate?: string;
  gender?: 'male' | 'female';
  branchId?: string;
  /** Accounts that act for the patient. */
  proxies?: string[];
}

/** A registered adult; fictitious like everyone here. */
export async function aPatient(app: TestApp, options: PatientOptions = {}): Promise<string> {
  const { secrets } = await app.get(KernelContext);
  const id = app.newId();
  const phone = options.phone ?? '13800001234';
  const number = options.identityNumber ?? `P${short(id)}`;
  const name = options.name ?? '王小明';
  await app.sql.query(
    `insert into patient (id, name, name_grams, gender, birth_date, identity_type, identity_cipher, identity_index,
       phone_cipher, phone_index, phone_tail_index, registered_at, registered_branch_id)
     values ($1, $2, $3, $4, $5, 'passport', $6, $7, $8, $9, $10, $11, $12)`,
    [
      id,
      name,
      [...name],
      options.gender ?? 'male',
      options.birthDate ?? '1980-05-06',
      secrets.encrypt(number),
      secrets.index('identity', `passport:${number}`),
      secrets.encrypt(phone),
      secrets.index('phone', phone),
      secrets.index('phone-tail', phone.slice(-4)),
      app.clock.now(),
      options.branchId ?? null,
    ],
  );
  for (const accountId of options.proxies ?? []) await aProxy(app, accountId, id);
  return id;
}

export async function aProxy(app: TestApp, accountId: string, patientId: string): Promise<string> {
  const id = app.newId();
  await app.sql.query(
    `insert into proxy (id, account_id, patient_id, relation, created_at) values ($1, $2, $3, 'self', $4)`,
    [id, accountId, patientId, app.clock.now()],
  );
  return id;
}
