import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission, RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Database,
  decodeRankedCursor,
  KernelContext,
  pageFrom,
  type Actor,
  type StaffActor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { RecordLooks } from '../record-looks';
import { ReportReach } from '../report-reach';
import {
  alertColumns,
  alertTables,
  presentAlert,
  rank,
  sortKey,
  type AlertRow,
  type CriticalAlert,
} from './alert-row';
import { branchLevel, highestLevel } from './critical-work';

/** Critical values within somebody's reach. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AlertReader {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  recordLooks: RecordLooks;
  @Inject()
  policy: Policy;
  @Inject()
  reportReach: ReportReach;

  async list(
    actor: Actor,
    query: RequestOf<'listCriticalAlerts'>['query'],
  ): Promise<ResponseOf<'listCriticalAlerts'>> {
    const staff = this.policy.require(actor, 'report.display');
    const values: unknown[] = [query.limit + 1];
    const conditions = [this.reach(staff, 'report.display', values)];
    if (query.state) conditions.push(`c.state = $${values.push(query.state)}`);
    if (query.isOpen !== undefined) {
      conditions.push(`(c.state in ('open', 'escalated')) = $${values.push(query.isOpen)}`);
    }
    const cursor = decodeRankedCursor(query.cursor);
    if (cursor) {
      const [first, key, id] = cursor.map((part) => `$${values.push(part)}`);
      conditions.push(`(${rank}, ${sortKey}, c.id) > (${first}::int, ${key}::float8, ${id}::uuid)`);
    }
    const rows = await this.database.query<AlertRow>(
      `select ${alertColumns} from ${alertTables} where ${conditions.join(' and ')}
        order by ${rank}, ${sortKey}, c.id limit $1`,
      values,
    );
    const shown = rows.slice(0, query.limit);
    const looks = shown.map((row) => ({ resourceId: row.id, patientId: row.patient_id }));
    await this.recordLooks.record(staff, 'critical.list', 'critical-alert', looks);
    const seesClear = this.policy.seesClear(staff, 'report.display');
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.rank, row.sort_key, row.id],
      (row) => presentAlert(row, seesClear),
    );
  }

  async count(actor: Actor): Promise<ResponseOf<'countCriticalAlerts'>> {
    const staff = this.policy.require(actor, 'report.display');
    const values: unknown[] = [this.kernelContext.clock.now()];
    const reach = this.reach(staff, 'report.display', values);
    const [row] = await this.database.query<{ open: number; overdue: number }>(
      `select count(*)::int as open, (count(*) filter (where c.due_at <= $1 or c.state = 'escalated'))::int as overdue
         from critical_alert c join diagnostic_report r on r.id = c.report_id join patient p on p.id = c.patient_id
        where c.state in ('open', 'escalated') and ${reach}`,
      values,
    );
    return row ?? { open: 0, overdue: 0 };
  }

  /** @throws FORBIDDEN, NOT_FOUND when there is none within the reach of the permission */
  async require(
    actor: Actor,
    permission: Permission,
    alertId: string,
  ): Promise<{ staff: StaffActor; row: AlertRow }> {
    const staff = this.policy.require(actor, permission);
    const values: unknown[] = [alertId];
    const reach = this.reach(staff, permission, values);
    const [row] = await this.database.query<AlertRow>(
      `select ${alertColumns} from ${alertTables} where c.id = $1 and ${reach}`,
      values,
    );
    if (!row) throw new AppError('NOT_FOUND');
    return { staff, row };
  }

  /** What an action of one's own has made of it. */
  async afterwards(staff: StaffActor, alertId: string): Promise<CriticalAlert> {
    const [row] = await this.database.query<AlertRow>(
      `select ${alertColumns} from ${alertTables} where c.id = $1`,
      [alertId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return presentAlert(row, this.policy.seesClear(staff, 'report.display'));
  }

  /**
   * SQL over `critical_alert c`, `diagnostic_report r` and `patient p`. What belongs to no department, or
   * nobody there acknowledged in time, is shown to the whole branch, then to everybody who may act on
   * reports; whoever acknowledged it keeps it.
   */
  private reach(staff: StaffActor, permission: Permission, values: unknown[]): string {
    const within = this.reportReach.condition(staff, permission, values);
    if (within === 'true') return within;
    const parts = [within, `c.acknowledged_by = $${values.push(staff.staffId)}`];
    const isWaiting = `c.state in ('open', 'escalated')`;
    parts.push(`(${isWaiting} and c.level >= ${highestLevel})`);
    if (staff.branchId !== null) {
      const ofBranch = `c.branch_id = $${values.push(staff.branchId)}`;
      parts.push(`(${isWaiting} and c.level = ${branchLevel} and ${ofBranch})`);
    }
    return `(${parts.join(' or ')})`;
  }
}
