import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Database, type Actor } from '../../../kernel';
import { Policy } from '../../identity';

type Summary = ResponseOf<'getDaySummary'>['departments'][number];

interface Row extends Record<string, unknown> {
  department_id: string;
  department_name: string;
  branch_id: string;
  places: number;
  booked: number;
  arrived: number;
  fulfilled: number;
  cancelled: number;
  noshow: number;
  pending: number;
}

/** A day in numbers: no patient stands in it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GetDaySummary {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;

  async run(
    actor: Actor,
    query: RequestOf<'getDaySummary'>['query'],
  ): Promise<ResponseOf<'getDaySummary'>> {
    const staff = this.policy.require(actor, 'appointment.display');
    const scope = this.policy.scope(staff, 'appointment.display');
    const values: unknown[] = [query.date, query.branchId ?? null];
    const own = this.policy.scopeCondition(
      scope,
      {
        branch: 'a.branch_id',
        department: 'a.department_id',
        doctor: 'a.doctor_id',
        staff: 'a.staff_id',
      },
      values,
    );
    const clinics = this.policy.scopeCondition(
      scope,
      { branch: 's.branch_id', department: 's.department_id', doctor: 's.doctor_id' },
      values,
    );
    const rows = await this.database.query<Row>(
      `with counted as (
         select a.department_id, 0 as places, a.status, count(*)::int as n from appointment a
          where a.date = $1 and ${own} group by a.department_id, a.status
         union all
         select s.department_id, count(*)::int, null, 0 from slot s join place pl on pl.slot_id = s.id
          where s.date = $1 and pl.state <> 'closed' and ${clinics} group by s.department_id)
       select dp.id as department_id, dp.name as department_name, dp.branch_id, sum(c.places)::int as places,
         ${['booked', 'arrived', 'fulfilled', 'cancelled', 'noshow', 'pending']
           .map(
             (status) =>
               `coalesce(sum(c.n) filter (where c.status = '${status}'), 0)::int as ${status}`,
           )
           .join(', ')}
       from counted c join department dp on dp.id = c.department_id
       where $2::uuid is null or dp.branch_id = $2
       group by dp.id order by dp.branch_id, dp.sort_order, dp.name`,
      values,
    );
    return { date: query.date, departments: rows.map(present) };
  }
}

function present(row: Row): Summary {
  return {
    departmentId: row.department_id,
    departmentName: row.department_name,
    branchId: row.branch_id,
    places: row.places,
    booked: row.booked,
    arrived: row.arrived,
    fulfilled: row.fulfilled,
    cancelled: row.cancelled,
    noshow: row.noshow,
    pending: row.pending,
  };
}
