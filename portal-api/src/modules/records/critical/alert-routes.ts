import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Tx } from '../../../kernel';
import { branchLevel, departmentLevel } from './critical-work';

/** A result comes within days of its order; whoever saw the patient longer ago did not ask for it. */
const recentDays = 30;

interface Routed {
  patientId: string;
  branchId: string;
  departmentId: string | null;
}

export interface AlertRoute {
  departmentId: string | null;
  level: number;
}

/**
 * Who hears of a critical value first: the department of the report; where the laboratory names none, the
 * one that saw the patient last; where there is none either, the whole branch at once. Never nobody.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AlertRoutes {
  async of(tx: Tx, report: Routed, now: Date): Promise<AlertRoute> {
    const departmentId = report.departmentId ?? (await this.departmentOfLastVisit(tx, report, now));
    return { departmentId, level: departmentId === null ? branchLevel : departmentLevel };
  }

  private async departmentOfLastVisit(tx: Tx, report: Routed, now: Date): Promise<string | null> {
    const since = new Date(now.getTime() - recentDays * 86_400_000);
    const [visit] = await tx.query<{ department_id: string }>(
      `select department_id from (
           select department_id, started_at as at from encounter
            where patient_id = $1 and branch_id = $2 and department_id is not null
              and status in ('in-progress', 'finished') and started_at between $3 and $4
           union all
           select department_id, starts_at from appointment
            where patient_id = $1 and branch_id = $2 and status in ('arrived', 'fulfilled')
              and starts_at between $3 and $4) visit
        order by at desc limit 1`,
      [report.patientId, report.branchId, since, now],
    );
    return visit?.department_id ?? null;
  }
}
