import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { addDays, AppError, Database, type LocalDate } from '../../../kernel';
import { BookingWindowReader, type BookingWindow } from './booking-window';
import { HospitalClinics, isToldSql } from './hospital-clinics';
import { freeForPatients } from './slot-row';

type Days = ResponseOf<'listDoctorDays'>;
type Day = Days['items'][number];

interface DayRow extends Record<string, unknown> {
  date: LocalDate;
  remaining: number;
  has_released: boolean;
  opens_at: Date | null;
  is_suspended: boolean;
}

const daysSql = (owner: 'doctor' | 'department') => `
  select s.date::text,
    coalesce(sum(free.places), 0)::int as remaining,
    bool_or(not s.is_closed and s.release_at <= $4) as has_released,
    min(s.release_at) filter (where not s.is_closed and s.release_at > $4) as opens_at,
    bool_or(s.is_closed) as is_suspended
  from slot s
  join doctor on doctor.id = s.doctor_id and doctor.is_active
  join department on department.id = s.department_id and department.is_active
  join branch on branch.id = s.branch_id and branch.is_active
  left join lateral (select (${freeForPatients}) as places) free on not s.is_closed and s.release_at <= $4
  where s.${owner}_id = $1 and s.date between $2 and $3 and s.starts_at > $4 and ${isToldSql('$5')}
  group by s.date`;

const existsSql = {
  doctor: `
    select 1 from doctor join department on department.id = doctor.department_id
    join branch on branch.id = department.branch_id
    where doctor.id = $1 and doctor.is_active and department.is_active and branch.is_active`,
  department: `
    select 1 from department join branch on branch.id = department.branch_id
    where department.id = $1 and department.is_active and branch.is_active`,
};

/** The booking window of a doctor or department, day by day. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListDays {
  @Inject()
  database: Database;
  @Inject()
  bookingWindowReader: BookingWindowReader;
  @Inject()
  hospitalClinics: HospitalClinics;

  ofDoctor(doctorId: string): Promise<Days> {
    return this.run('doctor', doctorId);
  }

  ofDepartment(departmentId: string): Promise<Days> {
    return this.run('department', departmentId);
  }

  private async run(owner: 'doctor' | 'department', id: string): Promise<Days> {
    const window = await this.bookingWindowReader.now();
    const rows = await this.database.query<DayRow>(
      daysSql(owner),
      [id, window.today, window.lastDay, window.now, await this.hospitalClinics.branches()],
      `${owner}-days`,
    );
    if (rows.length === 0) await this.requireOwner(owner, id);
    return { items: everyDay(window, new Map(rows.map((row) => [row.date, row]))) };
  }

  private async requireOwner(owner: 'doctor' | 'department', id: string): Promise<void> {
    const found = await this.database.query(existsSql[owner], [id]);
    if (found.length === 0) throw new AppError('NOT_FOUND');
  }
}

function everyDay({ today, lastDay }: BookingWindow, rows: ReadonlyMap<string, DayRow>): Day[] {
  const days: Day[] = [];
  for (let date = today; date <= lastDay; date = addDays(date, 1)) {
    const row = rows.get(date);
    days.push({
      date,
      state: row ? stateOf(row) : 'none',
      remaining: row?.remaining ?? 0,
      opensAt: row?.opens_at?.toISOString() ?? null,
    });
  }
  return days;
}

/** What is still to be released counts more than what is gone. */
function stateOf(row: DayRow): Day['state'] {
  if (row.remaining > 0) return 'available';
  if (row.opens_at) return 'not-open';
  if (row.has_released) return 'full';
  return row.is_suspended ? 'suspended' : 'none';
}
