import { operations, type ResponseOf } from '@suizhen/contract';
import type { Credentials, TestApp } from './app';
import { aPatient, type PatientOptions, type TestClinic } from './clinic';

export interface TestVisit {
  id: string;
  patientId: string;
  number: number;
  checkInCode: string;
}

export interface VisitOptions extends PatientOptions {
  /** Which slot of the clinic; default the first. */
  slot?: number;
  patientId?: string;
  status?: 'booked' | 'fulfilled' | 'noshow';
  feeState?: 'paid' | 'pay-at-desk' | 'free';
}

/** A booked visit in the next free place of a slot, of a new patient unless one is given. */
export async function aVisit(
  app: TestApp,
  clinic: TestClinic,
  options: VisitOptions = {},
): Promise<TestVisit> {
  const patientId = options.patientId ?? (await aPatient(app, options));
  const id = app.newId();
  const code = id.replaceAll('-', '').slice(-10).toUpperCase();
  const { rows } = await app.sql.query<{ place_number: number }>(
    `with free as (
       select slot_id, number from place where slot_id = $2 and state = 'free' order by number limit 1
       for update skip locked
     ), sold as (
       update place set state = 'sold', appointment_id = $1 from free
        where place.slot_id = free.slot_id and place.number = free.number returning place.number
     )
     insert into appointment (id, appointment_no, patient_id, channel, slot_id, place_number, doctor_id,
       department_id, branch_id, date, period, starts_at, ends_at, status, exclusivity_key, fee_fen, fee_state,
       check_in_code, created_at, booked_at)
     select $1, $1::text, $3, 'wechat', s.id, sold.number, s.doctor_id, s.department_id, s.branch_id, s.date, s.period,
       s.starts_at, s.ends_at, $4, $1::text, 2500, $5, $6, $7, $7
       from slot s, sold where s.id = $2 returning place_number`,
    [
      id,
      clinic.slotIds[options.slot ?? 0],
      patientId,
      options.status ?? 'booked',
      options.feeState ?? 'paid',
      code,
      app.clock.now(),
    ],
  );
  return { id, patientId, number: rows[0]!.place_number, checkInCode: code };
}

/** Brings a visit into the queue over the desk. */
export async function checkInAtDesk(
  app: TestApp,
  as: Credentials,
  visit: { id: string },
): Promise<ResponseOf<'checkInAppointment'>> {
  const answer = await app.call('checkInAppointment', {
    as,
    params: { appointmentId: visit.id },
  });
  if (answer.status !== 200)
    throw new Error(`${operations.checkInAppointment.id}: ${answer.error?.code}`);
  return answer.body;
}
