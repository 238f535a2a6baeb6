import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  Audit,
  Database,
  decodeMomentCursor,
  KernelContext,
  pageFrom,
  type Actor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { presentRow, rowColumns, rowTables, type AppointmentRow } from './appointment-row';

type Query = RequestOf<'listAppointments'>['query'];

const filters: [keyof Query, string][] = [
  ['branchId', 'a.branch_id'],
  ['departmentId', 'a.department_id'],
  ['doctorId', 'a.doctor_id'],
  ['status', 'a.status'],
  ['channel', 'a.channel'],
  ['feeState', 'a.fee_state'],
];

/** Appointments of a span of days by time, within the reader's scope. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListAppointments {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;

  async run(actor: Actor, query: Query): Promise<ResponseOf<'listAppointments'>> {
    const staff = this.policy.require(actor, 'appointment.display');
    const values: unknown[] = [query.from, query.to, query.limit + 1];
    const scope = this.policy.scope(staff, 'appointment.display');
    const columns = {
      branch: 'a.branch_id',
      department: 'a.department_id',
      doctor: 'a.doctor_id',
      staff: 'a.staff_id',
    };
    const conditions = [
      'a.date between $1 and $2',
      this.policy.scopeCondition(scope, columns, values),
    ];
    for (const [name, column] of filters) {
      if (query[name] !== undefined) conditions.push(`${column} = $${values.push(query[name])}`);
    }
    const cursor = decodeMomentCursor(query.cursor);
    if (cursor) {
      const [at, id] = [values.push(cursor[0]), values.push(cursor[1])];
      conditions.push(`(a.starts_at, a.id) > ($${at}, $${id}::uuid)`);
    }
    const rows = await this.database.query<AppointmentRow & Record<string, unknown>>(
      `select ${rowColumns} from ${rowTables} where ${conditions.join(' and ')}
        order by a.starts_at, a.id limit $3`,
      values,
    );
    const context = {
      seesClear: this.policy.seesClear(staff, 'appointment.display'),
      secrets: this.kernelContext.secrets,
    };
    const { cursor: _, ...asked } = query;
    await this.audit.record(staff, {
      action: 'appointment.list',
      resourceKind: 'appointment',
      detail: { ...asked, count: Math.min(rows.length, query.limit) },
    });
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.starts_at.toISOString(), row.id],
      (row) => presentRow(row, context),
    );
  }
}
