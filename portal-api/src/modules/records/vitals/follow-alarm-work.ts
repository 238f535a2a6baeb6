import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, UnitOfWork, type DomainEvents, type EventHandler } from '../../../kernel';
import { WorkItems } from '../../work';
import { alarmSubject } from './raise-vital-alarm';
import { VitalAlarms } from './vital-alarms';

/** Whoever has finished the work has talked to the patient: the alarm is over as well. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FollowAlarmWork implements EventHandler<'work.completed'> {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  workItems: WorkItems;
  @Inject()
  vitalAlarms: VitalAlarms;

  async handle({ workItemId }: DomainEvents['work.completed']): Promise<void> {
    const [item] = await this.database.query<{
      subject_id: string;
      claimed_by: string;
      note: string;
    }>(
      `select subject_id, claimed_by, note from work_item
        where id = $1 and subject_kind = $2 and state = 'done'`,
      [workItemId, alarmSubject],
    );
    if (!item) return;
    await this.unitOfWork.run(async (tx) => {
      const by = { staffId: item.claimed_by, note: item.note, version: null };
      if (!(await this.vitalAlarms.end(tx, item.subject_id, by))) return;
      await this.workItems.cancel(tx, alarmSubject, item.subject_id);
    });
  }
}
