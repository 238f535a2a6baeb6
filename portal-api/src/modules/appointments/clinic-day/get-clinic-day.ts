import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DayPeriod, RequestOf, ResponseOf } from '@suizhen/contract';
import {
  Database,
  instantAt,
  KernelContext,
  type Actor,
  type LocalDate,
  type LocalTime,
} from '../../../kernel';
import { Policy } from '../../identity';
import { DayVisits, type DayVisit } from './day-visits';

type Clinic = ResponseOf<'getClinicDay'>['clinics'][number];

interface ClinicRow extends Record<string, unknown> {
  id: string;
  doctor_id: string;
  doctor_name: string;
  department_id: string;
  department_name: string;
  date: LocalDate;
  period: DayPeriod;
  room: string;
  start_time: LocalTime;
  end_time: LocalTime;
  is_closed: boolean;
}

/** The clinics of a day in one's scope, one's own first, each with who comes. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GetClinicDay {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;
  @Inject()
  dayVisits: DayVisits;

  async run(
    actor: Actor,
    query: RequestOf<'getClinicDay'>['query'],
  ): Promise<ResponseOf<'getClinicDay'>> {
    const staff = this.policy.require(actor, 'queue.display');
    const date = query.date ?? this.kernelContext.clock.today();
    const values: unknown[] = [date, staff.doctorId];
    const within = this.policy.scopeCondition(
      this.policy.scope(staff, 'queue.display'),
      { branch: 'r.branch_id', department: 'r.department_id', doctor: 'r.doctor_id' },
      values,
    );
    const conditions = ['r.date = $1', within];
    if (query.doctorId) conditions.push(`r.doctor_id = $${values.push(query.doctorId)}`);
    if (query.departmentId)
      conditions.push(`r.department_id = $${values.push(query.departmentId)}`);
    const clinics = await this.database.query<ClinicRow>(
      `select r.id, r.doctor_id, d.name as doctor_name, r.department_id, dp.name as department_name,
         r.date::text as date, r.period, coalesce(q.room, r.room) as room, r.is_closed,
         to_char(r.start_time, 'HH24:MI') as start_time, to_char(r.end_time, 'HH24:MI') as end_time
       from roster r
         join doctor d on d.id = r.doctor_id
         join department dp on dp.id = r.department_id
         left join queue q on q.roster_id = r.id
       where ${conditions.join(' and ')}
       order by (r.doctor_id = $2) desc nulls last, r.start_time, dp.sort_order, dp.name, d.name, r.id`,
      values,
    );
    const visits = await this.dayVisits.find(
      staff,
      `r.id = any($2) and a.date = $3 and a.status in ('booked', 'arrived', 'fulfilled', 'noshow')`,
      [clinics.map(({ id }) => id), date],
      'clinic-day-visits',
    );
    return { date, clinics: clinics.map((clinic) => present(clinic, visits)) };
  }
}

function present(row: ClinicRow, visits: readonly DayVisit[]): Clinic {
  return {
    rosterId: row.id,
    doctorId: row.doctor_id,
    doctorName: row.doctor_name,
    departmentId: row.department_id,
    departmentName: row.department_name,
    period: row.period,
    room: row.room,
    startsAt: instantAt(row.date, row.start_time).toISOString(),
    endsAt: instantAt(row.date, row.end_time).toISOString(),
    isSuspended: row.is_closed,
    visits: visits.filter(({ rosterId }) => rosterId === row.id),
  };
}
