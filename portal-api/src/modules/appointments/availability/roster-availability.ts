import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, type LocalDate } from '../../../kernel';
import type { Availability, DoctorAvailability } from '../../directory';
import { BookingWindowReader } from './booking-window';
import { HospitalClinics, isToldSql } from './hospital-clinics';
import { freeForPatients } from './slot-row';

interface DoctorRow extends Record<string, unknown> {
  doctor_id: string;
  fee_fen: string;
  next_free_date: LocalDate | null;
  remaining: number;
  has_clinic: boolean;
}

/** What the directory asks of the rosters; each question is one statement, however many are asked about. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RosterAvailability implements Availability {
  @Inject()
  database: Database;
  @Inject()
  bookingWindowReader: BookingWindowReader;
  @Inject()
  hospitalClinics: HospitalClinics;

  async nextFreeDates(departmentIds: readonly string[]): Promise<Map<string, LocalDate>> {
    const window = await this.bookingWindowReader.now();
    const rows = await this.database.query<{ department_id: string; date: LocalDate }>(
      `select asked.id as department_id, next.date::text
       from unnest($1::uuid[]) as asked (id)
       cross join lateral (
         select s.date from slot s
         join doctor on doctor.id = s.doctor_id and doctor.is_active
         where s.department_id = asked.id and s.date between $2 and $3
           and s.starts_at > $4 and s.release_at <= $4 and not s.is_closed and ${isToldSql('$5')}
           and exists (select 1 from place
                       where place.slot_id = s.id and place.state = 'free'
                         and place.channel in ('any', 'wechat'))
         order by s.date limit 1) next`,
      [
        departmentIds,
        window.today,
        window.lastDay,
        window.now,
        await this.hospitalClinics.branches(),
      ],
      'next-free-dates',
    );
    return new Map(rows.map((row) => [row.department_id, row.date]));
  }

  async ofDoctors(
    doctorIds: readonly string[],
    date?: LocalDate,
  ): Promise<Map<string, DoctorAvailability>> {
    const window = await this.bookingWindowReader.now();
    const rows = await this.database.query<DoctorRow>(
      `select s.doctor_id, min(s.fee_fen) as fee_fen,
         (min(s.date) filter (where free.places > 0))::text as next_free_date,
         coalesce(sum(free.places) filter (where $5::date is null or s.date = $5), 0)::int as remaining,
         bool_or($5::date is null or s.date = $5) as has_clinic
       from slot s
       left join lateral (select (${freeForPatients}) as places) free on s.release_at <= $4
       where s.doctor_id = any($1) and s.date between $2 and $3 and s.starts_at > $4 and not s.is_closed
         and ${isToldSql('$6')}
       group by s.doctor_id`,
      [
        doctorIds,
        window.today,
        window.lastDay,
        window.now,
        date ?? null,
        await this.hospitalClinics.branches(),
      ],
      'doctor-availability',
    );
    return new Map(rows.map((row) => [row.doctor_id, toAvailability(row)]));
  }
}

function toAvailability(row: DoctorRow): DoctorAvailability {
  return {
    feeFen: Number(row.fee_fen),
    nextFreeDate: row.next_free_date,
    remaining: row.remaining,
    hasClinic: row.has_clinic,
  };
}
