import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ReportStatus, ResponseOf, ResultFlag } from '@suizhen/contract';
import { Audit, Database, type Actor } from '../../../kernel';
import type { RevisionContent } from '../intake/report-sql';
import { ReportReach } from '../report-reach';

interface RevisionRow extends Record<string, unknown> {
  revision: number;
  status: ReportStatus;
  content: RevisionContent;
  recorded_at: Date;
}

/** What stood in a report before each correction. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListReportRevisions {
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  reportReach: ReportReach;

  /** @throws FORBIDDEN, NOT_FOUND; the look is recorded */
  async run(actor: Actor, reportId: string): Promise<ResponseOf<'listReportRevisions'>> {
    const { staff, report } = await this.reportReach.require(actor, 'report.display', reportId);
    await this.audit.record(staff, {
      action: 'report.revisions',
      resourceKind: 'report',
      resourceId: reportId,
      patientId: report.patient_id,
    });
    const rows = await this.database.query<RevisionRow>(
      `select revision, status, content, recorded_at from report_revision
        where report_id = $1 order by revision desc`,
      [reportId],
    );
    return { items: rows.map(presentRevision) };
  }
}

function presentRevision(row: RevisionRow): ResponseOf<'listReportRevisions'>['items'][number] {
  const { content } = row;
  return {
    revision: row.revision,
    status: row.status,
    recordedAt: row.recorded_at.toISOString(),
    conclusion: content.conclusion,
    findings: content.findings,
    items: content.items.map(({ code, name, value, unit, rangeText, flag }) => ({
      code,
      name,
      value,
      unit,
      rangeText,
      flag: flag as ResultFlag,
    })),
  };
}
