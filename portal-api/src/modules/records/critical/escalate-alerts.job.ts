import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  addMinutes,
  Audit,
  Settings,
  systemActor,
  UnitOfWork,
  type Clock,
  type RecurringJob,
} from '../../../kernel';
import { WorkItems } from '../../work';
import { criticalMinutes } from '../records.settings';
import { criticalStates } from './critical.states';
import { criticalWork, highestLevel } from './critical-work';

const batch = 50;

interface Escalated extends Record<string, unknown> {
  id: string;
  level: number;
  patient_id: string;
  branch_id: string;
  department_id: string | null;
  due_at: Date;
}

/** What nobody acknowledged in time goes one level up, and makes work there. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EscalateAlerts implements RecurringJob {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  settings: Settings;
  @Inject()
  audit: Audit;
  @Inject()
  workItems: WorkItems;

  async run(clock: Clock): Promise<number> {
    const now = clock.now();
    const dueAt = addMinutes(now, await this.settings.get(criticalMinutes));
    return this.unitOfWork.run(async (tx) => {
      const escalated = await tx.query<Escalated>(
        `with due as (
           select id from critical_alert
            where state in ('open', 'escalated') and due_at <= $1 and level < $2 and state = any($3)
            order by due_at limit $4 for update skip locked)
         update critical_alert c set state = 'escalated', level = level + 1, due_at = $5, version = version + 1
           from due where c.id = due.id
         returning c.id, c.level, c.patient_id, c.branch_id, c.department_id, c.due_at`,
        [now, highestLevel, criticalStates.sourcesOf('escalated'), batch, dueAt],
      );
      for (const alert of escalated) {
        const { id, level, patient_id: patientId, branch_id: branchId } = alert;
        const place = { id, level, patientId, branchId, departmentId: alert.department_id };
        await this.workItems.create(tx, criticalWork({ ...place, dueAt: alert.due_at }, 'late'));
        const entry = { resourceKind: 'critical-alert', resourceId: id, patientId };
        const actor = systemActor('escalate-alerts');
        await this.audit.record(
          actor,
          { ...entry, action: 'critical.escalate', detail: { level } },
          tx,
        );
      }
      return escalated.length;
    });
  }
}
