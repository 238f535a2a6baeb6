import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Audit, systemActor, UnitOfWork, type Clock, type RecurringJob } from '../../../kernel';
import { ReportNews } from './report-news';

const batch = 100;

/** Reports whose hour has come go to their patients. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReleaseDueReports implements RecurringJob {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  reportNews: ReportNews;

  async run(clock: Clock): Promise<number> {
    const now = clock.now();
    return this.unitOfWork.run(async (tx) => {
      const released = await tx.query<{ id: string; patient_id: string }>(
        `with due as (
           select id from diagnostic_report where release_state = 'timed' and release_due_at <= $1
            order by release_due_at limit $2 for update skip locked)
         update diagnostic_report r set release_state = 'released', release_due_at = null, released_at = $1,
           version = version + 1
           from due where r.id = due.id returning r.id, r.patient_id`,
        [now, batch],
      );
      for (const { id, patient_id: patientId } of released) {
        await this.reportNews.tell(tx, id);
        const entry = { resourceKind: 'report', resourceId: id, patientId };
        const actor = systemActor('release-due-reports');
        await this.audit.record(actor, { ...entry, action: 'report.release' }, tx);
      }
      return released.length;
    });
  }
}
