import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DayPeriod, ResponseOf } from '@suizhen/contract';
import { Database } from '../../../kernel';

export type SuspendedClinic = ResponseOf<'previewSuspension'>['items'][number];

interface ClinicRow extends Record<string, unknown> {
  id: string;
  doctor_id: string;
  doctor_name: string;
  department_name: string;
  date: string;
  period: DayPeriod;
  booked: number;
  held: number;
  waiting: number;
}

/** What ends with a clinic of roster `r`; who waits for any day of the doctor goes on waiting. */
const waitingSql = `
  select count(*)::int as entries from waitlist_entry w
  where w.state in ('waiting', 'offered') and w.doctor_id = r.doctor_id
    and (w.slot_id in (select id from slot where roster_id = r.id)
      or (w.target = 'half-day' and w.from_date = r.date and w.period = r.period))`;

/** Who would be affected if clinics did not take place. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AffectedClinics {
  @Inject()
  database: Database;

  /** In time order. */
  async of(rosterIds: readonly string[]): Promise<SuspendedClinic[]> {
    const rows = await this.database.query<ClinicRow>(
      `select r.id, r.doctor_id, d.name as doctor_name, dp.name as department_name, r.date::text as date, r.period,
         visit.booked, visit.held, waiting.entries as waiting
       from roster r
       join doctor d on d.id = r.doctor_id
       join department dp on dp.id = r.department_id
       cross join lateral (
         select count(*) filter (where a.status in ('booked', 'arrived'))::int as booked,
           count(*) filter (where a.status = 'pending')::int as held
         from slot s join appointment a on a.slot_id = s.id where s.roster_id = r.id) visit
       cross join lateral (${waitingSql}) waiting
       where r.id = any($1)
       order by r.date, r.start_time, d.name, r.id`,
      [rosterIds],
    );
    return rows.map((row) => ({
      rosterId: row.id,
      doctorId: row.doctor_id,
      doctorName: row.doctor_name,
      departmentName: row.department_name,
      date: row.date,
      period: row.period,
      booked: row.booked,
      held: row.held,
      waiting: row.waiting,
    }));
  }
}
