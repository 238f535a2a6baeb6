import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ReleaseState, ReportKind, ReportStatus } from '@suizhen/contract';
import { AppError, Audit, KernelContext, UnitOfWork, type Actor, type Tx } from '../../../kernel';
import { StaffReports, type StaffReport } from '../reading';
import { ReportReach } from '../report-reach';
import { releaseOf } from './release';
import { ReleasePolicies } from './release-policies';
import { staffReleaseStates } from './release.states';
import { ReportNews } from './report-news';

interface LockedReport extends Record<string, unknown> {
  kind: ReportKind;
  status: ReportStatus;
  is_sensitive: boolean;
  issued_at: Date;
  release_state: ReleaseState;
  version: number;
}

/** Somebody lets a patient see a report, or keeps it from them for now. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DecideRelease {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  reportReach: ReportReach;
  @Inject()
  releasePolicies: ReleasePolicies;
  @Inject()
  reportNews: ReportNews;
  @Inject()
  staffReports: StaffReports;

  /**
   * @param note of a release; of a withholding the reason
   * @throws NOT_FOUND, VERSION_CONFLICT, INVALID_STATE where it may not be decided this way
   */
  async run(
    actor: Actor,
    reportId: string,
    decision: 'released' | 'withheld',
    { note, version }: { note: string; version: number },
  ): Promise<StaffReport> {
    const { staff, report } = await this.reportReach.require(actor, 'report.update', reportId);
    await this.unitOfWork.run(async (tx) => {
      const kept = await this.lock(tx, reportId);
      if (kept.version !== version) throw new AppError('VERSION_CONFLICT');
      const state = decision === 'released' ? await this.released(kept) : decision;
      if (!staffReleaseStates.canMove(kept.release_state, decision)) {
        throw new AppError('INVALID_STATE', { message: refusals[kept.release_state] });
      }
      const isReleased = state === 'released';
      await tx.query(
        `update diagnostic_report set release_state = $2, release_due_at = null, released_at = $3,
           released_by = $4, release_note = $5, version = version + 1 where id = $1`,
        [
          reportId,
          state,
          isReleased ? this.kernelContext.clock.now() : null,
          isReleased ? staff.staffId : null,
          note,
        ],
      );
      await this.audit.record(
        staff,
        {
          action: decision === 'released' ? 'report.release' : 'report.withhold',
          resourceKind: 'report',
          resourceId: reportId,
          patientId: report.patient_id,
          // Not as the reason of a look: the patient reads those.
          detail: { from: kept.release_state, to: state, note },
        },
        tx,
      );
      await this.reportNews.tell(tx, reportId);
    });
    return this.staffReports.of(staff, reportId);
  }

  private async lock(tx: Tx, reportId: string): Promise<LockedReport> {
    const [kept] = await tx.query<LockedReport>(
      `select kind, status, is_sensitive, issued_at, release_state, version
         from diagnostic_report where id = $1 for update`,
      [reportId],
    );
    if (!kept) throw new AppError('NOT_FOUND');
    return kept;
  }

  /** What was withheld of those told in person goes back to the desk, never to the phone. */
  private async released(kept: LockedReport): Promise<'released' | 'in-person'> {
    const { kind, status } = kept;
    if (status === 'preliminary') throw refusal('初步报告不能发给患者，请等待正式报告');
    if (status === 'cancelled') throw refusal('报告已由出具方撤回');
    const policy = await this.releasePolicies.current();
    const report = { kind, status, isSensitive: kept.is_sensitive, issuedAt: kept.issued_at };
    const ruled = releaseOf({ ...report, isHeld: false }, policy, this.kernelContext.clock.now());
    return ruled.state === 'in-person' ? 'in-person' : 'released';
  }
}

const refusal = (message: string) => new AppError('INVALID_STATE', { message });

/** Why a report in this state cannot be decided on, where it cannot. */
const refusals: Record<ReleaseState, string> = {
  'critical-hold': '报告有危急值，请先在“危急值”中处理',
  review: '报告正在等待审阅',
  timed: '报告尚未到发布时间',
  'in-person': '这类报告只能现场领取',
  released: '患者已经可以查看',
  withheld: '报告已经暂缓',
};
