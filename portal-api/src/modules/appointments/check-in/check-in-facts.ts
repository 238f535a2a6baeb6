import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { AppointmentStatus, CheckInState, DoctorTitle, FeeState } from '@suizhen/contract';
import {
  Database,
  instantAt,
  Settings,
  type LocalDate,
  type LocalTime,
  type Sql,
} from '../../../kernel';
import { isAwaitedSql } from '../number-source/hospital-confirmations';
import { checkInStateAt, checkInWindow, type CheckInWindow } from './check-in.rules';
import { checkInClosesMinutes, checkInLateMinutes, checkInOpensMinutes } from './check-in.settings';

export interface CheckInFacts extends Record<string, unknown> {
  id: string;
  appointment_no: string;
  patient_id: string;
  patient_name: string;
  status: AppointmentStatus;
  fee_state: FeeState;
  is_suspended: boolean;
  /** The hospital, which owns the number, has not said yes. */
  is_awaited: boolean;
  date: LocalDate;
  starts_at: Date;
  ends_at: Date;
  place_number: number;
  roster_id: string;
  clinic_ends: LocalTime;
  doctor_id: string;
  doctor_name: string;
  doctor_title: DoctorTitle;
  department_id: string;
  department_name: string;
  department_location: string;
  room: string;
  branch_id: string;
  branch_name: string;
  latitude: number | null;
  longitude: number | null;
  visit_reason_cipher: string | null;
}

export const checkInFactsSql = `select a.id, a.appointment_no, a.patient_id, p.name as patient_name, a.status,
    a.fee_state, a.is_suspended, a.status = 'booked' and ${isAwaitedSql} as is_awaited, a.date::text as date, a.starts_at, a.ends_at, a.place_number, r.id as roster_id,
    to_char(r.end_time, 'HH24:MI') as clinic_ends, a.doctor_id, d.name as doctor_name, d.title as doctor_title,
    a.department_id, dp.name as department_name, dp.location as department_location,
    coalesce(q.room, r.room) as room, a.branch_id, b.name as branch_name, b.latitude, b.longitude,
    a.visit_reason_cipher
  from appointment a
    join patient p on p.id = a.patient_id
    join slot s on s.id = a.slot_id
    join roster r on r.id = s.roster_id
    join doctor d on d.id = a.doctor_id
    join department dp on dp.id = a.department_id
    join branch b on b.id = a.branch_id
    left join queue q on q.roster_id = r.id`;

/** What decides whether one may check in to a visit, and when. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CheckInFactsReader {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;

  async of(sql: Sql, appointmentId: string): Promise<CheckInFacts | undefined> {
    const [row] = await sql.query<CheckInFacts>(
      `${checkInFactsSql} where a.id = $1`,
      [appointmentId],
      'check-in-facts',
    );
    return row;
  }

  async stateOf(facts: CheckInFacts, now: Date): Promise<Exclude<CheckInState, 'done'>> {
    return facts.is_awaited ? 'awaited' : checkInStateAt(await this.windowOf(facts), now);
  }

  async windowOf(facts: CheckInFacts): Promise<CheckInWindow> {
    return checkInWindow(
      {
        startsAt: facts.starts_at,
        endsAt: facts.ends_at,
        clinicEndsAt: instantAt(facts.date, facts.clinic_ends),
      },
      {
        opensMinutes: await this.settings.get(checkInOpensMinutes),
        lateMinutes: await this.settings.get(checkInLateMinutes),
        closesMinutes: await this.settings.get(checkInClosesMinutes),
      },
    );
  }
}
