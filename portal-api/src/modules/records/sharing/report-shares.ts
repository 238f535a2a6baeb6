import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  hashToken,
  KernelContext,
  newId,
  newSmsCode,
  newToken,
  UnitOfWork,
  type AccountActor,
} from '../../../kernel';
import { isOpenable } from '../reading/report.sql';
import { presentShare, shareColumns, type ShareRow } from './share-row';

const dayMs = 86_400_000;
/** Nobody needs more at once; somebody who holds a phone for a minute should not spread a report. */
const mostLive = 5;

/** SQL over `diagnostic_report r`: the account acts for its patient. */
const isMine = `exists (select 1 from proxy x
  where x.patient_id = r.patient_id and x.account_id = $2 and x.ended_at is null)`;

/** Links that a patient gives to a doctor: they end, and so does what they show. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReportShares {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;

  /**
   * The token stands in the fragment of the address, which browsers keep to themselves; only its hash is
   * kept here, and the access code only as a keyed hash beside it.
   * @throws NOT_FOUND, INVALID_STATE when there are too many already
   */
  async create(
    actor: AccountActor,
    reportId: string,
    days: number,
  ): Promise<ResponseOf<'shareMyReport'>> {
    const now = this.kernelContext.clock.now();
    const [token, accessCode] = [newToken(), newSmsCode()];
    return this.unitOfWork.run(async (tx) => {
      const [report] = await tx.query<{ patient_id: string }>(
        `select r.patient_id from diagnostic_report r
          where r.id = $1 and ${isOpenable} and ${isMine} for update of r`,
        [reportId, actor.accountId],
      );
      if (!report) throw new AppError('NOT_FOUND');
      const live = await tx.query(
        `select 1 from report_share where report_id = $1 and ended_at is null and expires_at > $2`,
        [reportId, now],
      );
      if (live.length >= mostLive) {
        throw new AppError('INVALID_STATE', {
          message: `一份报告最多 ${mostLive} 个有效链接，请先结束不用的`,
        });
      }
      const [row] = await tx.query<ShareRow>(
        `insert into report_share as s (id, report_id, account_id, token_hash, code_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7) returning ${shareColumns}`,
        [
          newId(now),
          reportId,
          actor.accountId,
          hashToken(token),
          codeHash(this.kernelContext, token, accessCode),
          now,
          new Date(now.getTime() + days * dayMs),
        ],
      );
      const entry = { action: 'report.share', resourceKind: 'report', resourceId: reportId };
      await this.audit.record(
        actor,
        { ...entry, patientId: report.patient_id, detail: { days } },
        tx,
      );
      const url = `${this.kernelContext.config.PUBLIC_URL}/shared-report#${token}`;
      return { ...presentShare(row!), url, accessCode };
    });
  }

  /** Those of everybody who acts for the patient. @throws NOT_FOUND */
  async list(actor: AccountActor, reportId: string): Promise<ResponseOf<'listMyReportShares'>> {
    const rows = await this.database.query<ShareRow & { is_share: boolean }>(
      `select ${shareColumns}, s.id is not null as is_share
         from diagnostic_report r left join report_share s on s.report_id = r.id
        where r.id = $1 and r.release_state = 'released' and ${isMine}
        order by s.created_at desc, s.id desc limit 100`,
      [reportId, actor.accountId],
    );
    if (rows.length === 0) throw new AppError('NOT_FOUND');
    return { items: rows.filter((row) => row.is_share).map(presentShare) };
  }

  /** Ending twice changes nothing. @throws NOT_FOUND */
  async end(actor: AccountActor, shareId: string): Promise<ResponseOf<'endReportShare'>> {
    const now = this.kernelContext.clock.now();
    return this.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<ShareRow & { report_id: string; patient_id: string }>(
        `update report_share s set ended_at = coalesce(s.ended_at, $3) from diagnostic_report r
          where s.id = $1 and r.id = s.report_id and ${isMine}
          returning ${shareColumns}, r.id as report_id, r.patient_id`,
        [shareId, actor.accountId, now],
      );
      if (!row) throw new AppError('NOT_FOUND');
      await this.audit.record(
        actor,
        {
          action: 'report.end-share',
          resourceKind: 'report',
          resourceId: row.report_id,
          patientId: row.patient_id,
          detail: { shareId },
        },
        tx,
      );
      return presentShare(row);
    });
  }
}

/** Over the token as well, so that it is known, and costs the same, whether or not there is such a link. */
export function codeHash(
  { secrets }: Pick<KernelContext, 'secrets'>,
  token: string,
  code: string,
): string {
  return secrets.index('share-code', `${token}\n${code}`);
}
