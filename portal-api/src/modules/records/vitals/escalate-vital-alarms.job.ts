import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  addMinutes,
  Audit,
  Settings,
  systemActor,
  UnitOfWork,
  type Clock,
  type RecurringJob,
  type Tx,
} from '../../../kernel';
import { WorkItems } from '../../work';
import { alarmSubject, alarmWork } from './raise-vital-alarm';
import { vitalAlarmStates } from './vital-alarm.states';
import { alarmMinutes } from './vital.settings';
import type { VitalKind } from '@suizhen/contract';

const batch = 50;

interface DueRow extends Record<string, unknown> {
  id: string;
  kind: VitalKind;
  patient_id: string;
  branch_id: string | null;
  department_id: string | null;
  limit_text: string;
}

/** What nobody of the department took in time becomes the branch's. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EscalateVitalAlarms implements RecurringJob {
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  workItems: WorkItems;
  @Inject()
  audit: Audit;

  async run(clock: Clock): Promise<number> {
    const dueAt = addMinutes(clock.now(), await this.settings.get(alarmMinutes));
    return this.unitOfWork.run(async (tx) => {
      const due = await tx.query<DueRow>(
        `update vital_alarm a set state = 'escalated', level = level + 1, due_at = $3, version = version + 1
           from vital_reading r
          where r.id = a.reading_id and a.id in (
            select id from vital_alarm where state = any($1) and due_at <= $2
             order by due_at, id limit ${batch} for update skip locked)
          returning a.id, r.kind, a.patient_id, a.branch_id, a.department_id, a.limit_text`,
        [vitalAlarmStates.sourcesOf('escalated'), clock.now(), dueAt],
      );
      for (const each of due) {
        await this.tellBranch(tx, each, dueAt);
        const { id: resourceId, patient_id: patientId } = each;
        await this.audit.record(
          systemActor('escalate-vital-alarms'),
          { action: 'vital.escalate', resourceKind: 'vital-alarm', resourceId, patientId },
          tx,
        );
      }
      return due.length;
    });
  }

  /** Whoever has taken the first item keeps it. An alarm that was the branch's from the start has its item. */
  private async tellBranch(tx: Tx, alarm: DueRow, dueAt: Date): Promise<void> {
    if (alarm.department_id === null) return;
    await this.workItems.cancel(tx, alarmSubject, alarm.id, { isClaimedLeft: true });
    await this.workItems.create(tx, {
      ...alarmWork(alarm.kind, `${alarm.limit_text}（科室未及时处理）`),
      patientId: alarm.patient_id,
      ...(alarm.branch_id ? { branchId: alarm.branch_id } : {}),
      subjectId: alarm.id,
      dueAt,
      dedupeKey: `${alarmSubject}:${alarm.id}:2`,
    });
  }
}
