import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CriticalState } from '@suizhen/contract';
import { addMinutes, KernelContext, newId, Outbox, Settings, type Tx } from '../../../kernel';
import { WorkItems } from '../../work';
import type { IncomingObservation } from '../intake/incoming';
import { criticalMinutes } from '../records.settings';
import { AlertRoutes } from './alert-routes';
import { criticalSubject, criticalWork, followUpSubject } from './critical-work';

export interface CriticalItem {
  code: string;
  name: string;
  value: string;
  unit: string;
  rangeText: string;
}

/** A report as far as an alert has to know it. */
export interface CriticalReport {
  id: string;
  revision: number;
  patientId: string;
  branchId: string;
  departmentId: string | null;
}

interface KeptAlert extends Record<string, unknown> {
  id: string;
  state: CriticalState;
  items: CriticalItem[];
}

/** 危急值: made when a report brings one, kept in step when the report is corrected. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CriticalAlerts {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  outbox: Outbox;
  @Inject()
  workItems: WorkItems;
  @Inject()
  alertRoutes: AlertRoutes;

  async raise(
    tx: Tx,
    report: CriticalReport,
    observations: readonly IncomingObservation[],
  ): Promise<void> {
    const now = this.kernelContext.clock.now();
    const alertId = newId(now);
    const dueAt = addMinutes(now, await this.settings.get(criticalMinutes));
    const { id, revision, patientId, branchId } = report;
    const { departmentId, level } = await this.alertRoutes.of(tx, report, now);
    await tx.query(
      `insert into critical_alert (id, report_id, revision, patient_id, branch_id, department_id, state, items,
         raised_at, due_at, level)
       values ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $9, $10)`,
      [
        alertId,
        id,
        revision,
        patientId,
        branchId,
        departmentId,
        JSON.stringify(observations.map(itemOf)),
        now,
        dueAt,
        level,
      ],
    );
    const place = { id: alertId, level, patientId, branchId, departmentId, dueAt };
    await this.workItems.create(tx, criticalWork(place, 'new'));
    await this.outbox.append(tx, 'critical.raised', { alertId });
  }

  /**
   * After a correction, with the report locked: what nobody has acknowledged yet shows the corrected values;
   * values that were not there before are a new alert, and so are all of them when they turn out to be
   * another patient's (`isMoved`): whoever heard of them acted on the former.
   * @returns whether the report has to wait for a clinician
   */
  async correct(
    tx: Tx,
    report: CriticalReport,
    observations: readonly IncomingObservation[],
    isMoved: boolean,
  ): Promise<boolean> {
    const alerts = await tx.query<KeptAlert>(
      `select id, state, items from critical_alert where report_id = $1 order by revision desc for update`,
      [report.id],
    );
    const waiting = alerts.find(({ state }) => state === 'open' || state === 'escalated');
    if (waiting) {
      await this.showCorrected(tx, waiting.id, report, observations);
      return true;
    }
    const heardOf = isMoved ? [] : alerts;
    const known = new Set(heardOf.flatMap(({ items }) => items.map(keyOf)));
    if (observations.some((item) => !known.has(keyOf(item)))) {
      await this.raise(tx, report, observations);
      return true;
    }
    return alerts.some(({ state }) => state === 'acknowledged');
  }

  /** The report is another patient's: so is what was found in it, and whoever has to be called. */
  async handOver(tx: Tx, reportId: string, patientId: string): Promise<void> {
    const alerts = await tx.query<{ id: string }>(
      `update critical_alert set patient_id = $2 where report_id = $1 returning id`,
      [reportId, patientId],
    );
    for (const { id } of alerts) {
      await this.workItems.handOver(tx, criticalSubject, id, patientId);
      await this.workItems.handOver(tx, followUpSubject, id, patientId);
    }
  }

  private async showCorrected(
    tx: Tx,
    alertId: string,
    report: CriticalReport,
    observations: readonly IncomingObservation[],
  ): Promise<void> {
    // Whoever was told has to hear that it was taken back, so it does not vanish by itself.
    const isTakenBack = observations.length === 0;
    const route = await this.alertRoutes.of(tx, report, this.kernelContext.clock.now());
    await tx.query(
      `update critical_alert set revision = $2, patient_id = $3, version = version + 1,
         department_id = $6, level = greatest(level, $7),
         items = case when $4 then items else $5::jsonb end,
         note = case when $4 then '报告已更正，更正后没有危急值' else '' end
        where id = $1`,
      [
        alertId,
        report.revision,
        report.patientId,
        isTakenBack,
        JSON.stringify(observations.map(itemOf)),
        route.departmentId,
        route.level,
      ],
    );
  }
}

const keyOf = ({ code, value }: Pick<CriticalItem, 'code' | 'value'>): string =>
  `${code}\n${value}`;

function itemOf({ code, name, value, unit, rangeText }: IncomingObservation): CriticalItem {
  return { code, name, value, unit, rangeText };
}
