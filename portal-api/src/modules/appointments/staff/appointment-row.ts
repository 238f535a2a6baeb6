import {
  ageOn,
  maskName,
  type AppointmentStatus,
  type Channel,
  type DayPeriod,
  type FeeState,
  type Gender,
  type ResponseOf,
} from '@suizhen/contract';
import { hospitalConfirmationOf } from '../number-source/hospital-confirmations';
import { maskedPhoneOf } from '../../patients';
import type { LocalDate, Secrets } from '../../../kernel';

export type RowAnswer = ResponseOf<'listAppointments'>['items'][number];

export interface AppointmentRow {
  id: string;
  appointment_no: string;
  status: AppointmentStatus;
  channel: Channel;
  patient_id: string;
  patient_name: string;
  patient_gender: Gender;
  birth_date: LocalDate;
  phone_cipher: string;
  doctor_id: string;
  doctor_name: string;
  department_id: string;
  department_name: string;
  branch_id: string;
  date: LocalDate;
  period: DayPeriod;
  starts_at: Date;
  ends_at: Date;
  place_number: number;
  fee_fen: number;
  fee_state: FeeState;
  hospital_awaited_at: Date | null;
  hospital_confirmed_at: Date | null;
  created_at: Date;
}

export const rowColumns = `a.id, a.appointment_no, a.status, a.channel, a.patient_id, p.name as patient_name,
    p.gender as patient_gender, p.birth_date::text as birth_date, p.phone_cipher, a.doctor_id, d.name as doctor_name,
    a.department_id, dp.name as department_name, a.branch_id, a.date::text as date, a.period, a.starts_at, a.ends_at,
    a.place_number, a.fee_fen::float8 as fee_fen, a.fee_state, a.hospital_awaited_at,
    a.hospital_confirmed_at, a.created_at`;

export const rowTables = `appointment a
    join patient p on p.id = a.patient_id
    join doctor d on d.id = a.doctor_id
    join department dp on dp.id = a.department_id`;

/** @param seesClear names as they are; the phone is masked for everyone until revealed */
export function presentRow(
  row: AppointmentRow,
  context: { seesClear: boolean; secrets: Secrets },
): RowAnswer {
  const masked = maskName(row.patient_name);
  return {
    id: row.id,
    appointmentNo: row.appointment_no,
    status: row.status,
    channel: row.channel,
    patientId: row.patient_id,
    patientNameMasked: masked,
    patientName: context.seesClear ? row.patient_name : masked,
    patientGender: row.patient_gender,
    patientAge: ageOn(row.birth_date, row.date),
    phoneMasked: maskedPhoneOf(context.secrets, row.phone_cipher),
    doctorId: row.doctor_id,
    doctorName: row.doctor_name,
    departmentId: row.department_id,
    departmentName: row.department_name,
    branchId: row.branch_id,
    date: row.date,
    period: row.period,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    queueNumber: row.place_number,
    feeFen: row.fee_fen,
    feeState: row.fee_state,
    hospitalConfirmation: hospitalConfirmationOf(row),
    createdAt: row.created_at.toISOString(),
  };
}
