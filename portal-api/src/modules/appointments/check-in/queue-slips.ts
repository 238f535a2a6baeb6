import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskName, type ResponseOf } from '@suizhen/contract';
import { AppError, Database, Settings } from '../../../kernel';
import { hospitalName } from '../appointment.settings';
import { queueOrderSql } from '../queue/queue-order';
import { locationOf } from '../reading/my-appointment.presenter';

interface SlipRow extends Record<string, unknown> {
  patient_name: string;
  branch_name: string;
  department_name: string;
  department_location: string;
  doctor_name: string;
  room: string;
  number: number;
  ahead: number;
  is_late: boolean;
  starts_at: Date;
  checked_in_at: Date;
}

/** The slip that says one has arrived. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class QueueSlips {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;

  async of(appointmentId: string): Promise<ResponseOf<'checkInAtKiosk'>> {
    const [row] = await this.database.query<SlipRow>(
      `select p.name as patient_name, b.name as branch_name, dp.name as department_name,
         dp.location as department_location, d.name as doctor_name, coalesce(q.room, r.room) as room, e.number,
         e.is_late, a.starts_at, e.checked_in_at, coalesce(o.ahead, 0) as ahead
       from queue_entry e
         join queue q on q.roster_id = e.roster_id
         join roster r on r.id = e.roster_id
         join appointment a on a.id = e.appointment_id
         join patient p on p.id = e.patient_id
         join doctor d on d.id = r.doctor_id
         join department dp on dp.id = r.department_id
         join branch b on b.id = r.branch_id
         left join (
           select e.id, (row_number() over (order by ${queueOrderSql}) - 1)::int as ahead
             from queue_entry e join queue_entry me on me.roster_id = e.roster_id
            where me.appointment_id = $1 and e.state = 'waiting') o on o.id = e.id
       where e.appointment_id = $1`,
      [appointmentId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return {
      hospitalName: await this.settings.get(hospitalName),
      branchName: row.branch_name,
      patientNameMasked: maskName(row.patient_name),
      departmentName: row.department_name,
      doctorName: row.doctor_name,
      location: locationOf(row),
      room: row.room,
      queueNumber: row.number,
      ahead: row.ahead,
      isLate: row.is_late,
      startsAt: row.starts_at.toISOString(),
      checkedInAt: row.checked_in_at.toISOString(),
    };
  }
}
