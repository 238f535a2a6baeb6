import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ReleaseState } from '@suizhen/contract';
import { Outbox, type EventName, type Tx } from '../../../kernel';

type News = Extract<EventName, 'report.released' | 'report.corrected' | 'report.in-person'>;

/** What the patient has to hear of a report in this state, if anything. */
export function newsOf(state: ReleaseState, announcedRevision: number): News | null {
  if (state === 'in-person') return 'report.in-person';
  if (state !== 'released') return null;
  return announcedRevision === 0 ? 'report.released' : 'report.corrected';
}

/** Says once of every revision that it can be had now. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReportNews {
  @Inject()
  outbox: Outbox;

  /** With the row of the report locked or made by this transaction. */
  async tell(tx: Tx, reportId: string): Promise<void> {
    const [report] = await tx.query<{
      revision: number;
      release_state: ReleaseState;
      announced_revision: number;
    }>(`select revision, release_state, announced_revision from diagnostic_report where id = $1`, [
      reportId,
    ]);
    if (!report || report.announced_revision >= report.revision) return;
    const news = newsOf(report.release_state, report.announced_revision);
    if (!news) return;
    await tx.query(`update diagnostic_report set announced_revision = revision where id = $1`, [
      reportId,
    ]);
    await this.outbox.append(tx, news, { reportId, revision: report.revision });
  }
}
