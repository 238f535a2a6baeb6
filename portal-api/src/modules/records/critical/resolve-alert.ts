import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ReportKind, ReportStatus, RequestOf } from '@suizhen/contract';
import { Audit, KernelContext, UnitOfWork, type Actor, type Tx } from '../../../kernel';
import { releaseAfterCritical } from '../release/release';
import { ReleasePolicies } from '../release/release-policies';
import { ReportNews } from '../release/report-news';
import { lockAlert } from './acknowledge-alert';
import { AlertReader } from './alert-reader';
import type { CriticalAlert } from './alert-row';

interface HeldReport extends Record<string, unknown> {
  kind: ReportKind;
  status: ReportStatus;
  is_sensitive: boolean;
  issued_at: Date;
}

/** What was done about a critical value. With the last one of a report its patient may see it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ResolveAlert {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  releasePolicies: ReleasePolicies;
  @Inject()
  reportNews: ReportNews;
  @Inject()
  alertReader: AlertReader;

  /** @throws NOT_FOUND, VERSION_CONFLICT, INVALID_STATE before it is acknowledged and after it is resolved */
  async run(
    actor: Actor,
    { params: { alertId }, body }: RequestOf<'resolveCriticalAlert'>,
  ): Promise<CriticalAlert> {
    const { staff, row } = await this.alertReader.require(actor, 'report.update', alertId);
    const { staffId } = staff;
    await this.unitOfWork.run(async (tx) => {
      const now = this.kernelContext.clock.now();
      // The report before its alerts: the order in which a correction takes them.
      const report = await this.lockReport(tx, row.report_id);
      await lockAlert(tx, alertId, 'resolved', body.version);
      await tx.query(
        `update critical_alert set state = 'resolved', resolved_at = $2, resolved_by = $3, outcome = $4,
           version = version + 1 where id = $1`,
        [alertId, now, staffId, body.outcome],
      );
      if (report) await this.release(tx, row.report_id, report, body.isReleased, staffId);
      await this.audit.record(
        staff,
        {
          action: 'critical.resolve',
          resourceKind: 'critical-alert',
          resourceId: alertId,
          patientId: row.patient_id,
          detail: { isReleased: body.isReleased },
        },
        tx,
      );
    });
    return this.alertReader.afterwards(staff, alertId);
  }

  /** Undefined when it is not held, as after staff withheld it. */
  private async lockReport(tx: Tx, reportId: string): Promise<HeldReport | undefined> {
    const [report] = await tx.query<HeldReport & { release_state: string }>(
      `select kind, status, is_sensitive, issued_at, release_state from diagnostic_report where id = $1 for update`,
      [reportId],
    );
    return report?.release_state === 'critical-hold' ? report : undefined;
  }

  private async release(
    tx: Tx,
    reportId: string,
    report: HeldReport,
    isAgreed: boolean,
    staffId: string,
  ): Promise<void> {
    const others = await tx.query(
      `select 1 from critical_alert where report_id = $1 and state <> 'resolved' limit 1`,
      [reportId],
    );
    if (others.length > 0) return;
    const now = this.kernelContext.clock.now();
    const { kind, status, is_sensitive: isSensitive, issued_at: issuedAt } = report;
    const policy = await this.releasePolicies.current();
    const releasable = { kind, status, isSensitive, issuedAt, isHeld: false };
    const release = releaseAfterCritical(releasable, isAgreed, policy, now);
    const isReleased = release.state === 'released';
    await tx.query(
      `update diagnostic_report set release_state = $2, release_due_at = $3, released_at = $4, released_by = $5,
         release_note = $6, version = version + 1 where id = $1`,
      [
        reportId,
        release.state,
        release.dueAt,
        isReleased ? now : null,
        isReleased ? staffId : null,
        release.note,
      ],
    );
    await this.reportNews.tell(tx, reportId);
  }
}
