import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { ageOn, type RequestOf, type ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  hashToken,
  KernelContext,
  type LocalDate,
  type RequestMeta,
} from '../../../kernel';
import { presentReport, type ReportRow } from '../reading/report.presenter';
import { isOpenable, itemsJson, reportColumns } from '../reading/report.sql';
import { codeHash } from './report-shares';

type Shared = ResponseOf<'openSharedReport'>;

/** After as many wrong codes the link ends: a hundred thousand links guess nothing either. */
const mostWrong = 5;

/** How the patient sees it among those who looked. */
const readerName = '持链接的医生';

interface TriedShare extends Record<string, unknown> {
  id: string;
  is_right: boolean;
  report_id: string;
  expires_at: Date;
}

interface SharedRow extends ReportRow {
  patient_name: string;
  gender: string;
  birth_date: LocalDate;
}

/**
 * One statement judges the code and counts the try: however many come at once, five wrong ones end the
 * link. It stands for what the patient may do now: without a proxy, or without consent, nothing is shown.
 */
const tryText = `
  update report_share s
     set wrong_codes = s.wrong_codes + case when s.code_hash = $2 then 0 else 1 end,
         ended_at = case when s.code_hash <> $2 and s.wrong_codes + 1 >= ${mostWrong} then $3::timestamptz end,
         opened = s.opened + case when s.code_hash = $2 then 1 else 0 end,
         last_opened_at = case when s.code_hash = $2 then $3::timestamptz else s.last_opened_at end
    from diagnostic_report r
   where s.token_hash = $1 and s.ended_at is null and s.expires_at > $3 and r.id = s.report_id and ${isOpenable}
     and exists (select 1 from proxy x
                  where x.patient_id = r.patient_id and x.account_id = s.account_id and x.ended_at is null)
     and exists (select 1 from consent c
                  where c.account_id = s.account_id and c.purpose = 'health-data' and c.withdrawn_at is null)
  returning s.id, s.code_hash = $2 as is_right, s.report_id, s.expires_at`;

const readText = `
  with m as materialized (
    select ${reportColumns.replace('r.department_name', 'coalesce(d.name, r.department_name) as department_name')},
           b.name as branch_name, p.name as patient_name, p.gender, p.birth_date::text
      from diagnostic_report r
      join patient p on p.id = r.patient_id
      join branch b on b.id = r.branch_id
      left join department d on d.id = r.department_id
     where r.id = $1 and ${isOpenable})
  select m.*, ${itemsJson('released')} as items from m`;

/** What the link of a patient shows to a doctor: this one report, and nothing that others say. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class OpenSharedReport {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;

  /** @throws NOT_FOUND for a link that ended as for one that never was, CODE_INVALID */
  async run(
    { token, accessCode }: RequestOf<'openSharedReport'>['body'],
    meta: RequestMeta,
  ): Promise<Shared> {
    const now = this.kernelContext.clock.now();
    const [share] = await this.database.query<TriedShare>(
      tryText,
      [hashToken(token), codeHash(this.kernelContext, token, accessCode), now],
      'share-try',
    );
    if (!share) throw new AppError('NOT_FOUND', { message: '链接已失效，请联系患者重新分享' });
    if (!share.is_right) throw new AppError('CODE_INVALID', { message: '访问码不正确' });
    const [row] = await this.database.query<SharedRow>(readText, [share.report_id], 'share-read');
    if (!row) throw new AppError('NOT_FOUND');
    await this.audit.record(
      { kind: 'system', name: readerName, meta },
      {
        action: 'report.open-shared',
        resourceKind: 'report',
        resourceId: row.id,
        patientId: row.patient_id,
        detail: { shareId: share.id },
      },
    );
    return {
      patientName: row.patient_name,
      gender: row.gender,
      age: ageOn(row.birth_date, this.kernelContext.clock.today()),
      expiresAt: share.expires_at.toISOString(),
      report: this.alone(row),
    };
  }

  /** Without what was measured before, which stands in other reports, and without pictures. */
  private alone(row: SharedRow): Shared['report'] {
    const items = row.items.map(({ isCritical: _, ...item }) => ({
      ...item,
      previous: null,
      hasTrend: false,
      explanation: null,
    }));
    const report = presentReport(row, items, { isUnread: false, correctionNote: '' });
    return { ...report, hasImages: false };
  }
}
