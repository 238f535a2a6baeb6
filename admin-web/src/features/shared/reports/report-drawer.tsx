import { Alert, Button, Descriptions, Drawer } from 'antd';
import type { DescriptionsProps } from 'antd';
import { useState } from 'react';
import { PatientLink } from '@/features/shared/patients/patient-link';
import { useMay } from '@/features/shared/session';
import { useTicket } from '@/features/shared/use-ticket';
import { call, type Answer } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import {
  releaseTones,
  releaseWords,
  reportKindWords,
  reportStatusTones,
  reportStatusWords,
} from '@/shared/format/records-labels';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { ToneTag } from '@/shared/ui/tone-tag';
import { looksOnce } from './reads';
import { ReleaseActions } from './release-actions';
import { ReportItems, type ReportItem } from './report-items';
import { Paragraph, ReportRevisions } from './report-revisions';
import { TrendDialog } from './trend-dialog';

type Report = Answer<'getReport'>;

interface Props {
  reportId: string | undefined;
  onClose: () => void;
}

/** One report in full, wherever in the console it is opened. */
export function ReportDrawer({ reportId, onClose }: Props) {
  return (
    <Drawer title="报告" open={Boolean(reportId)} onClose={onClose} size={820} destroyOnHidden>
      {reportId && <ReportBody reportId={reportId} />}
    </Drawer>
  );
}

function ReportBody({ reportId }: { reportId: string }) {
  const report = useRead('getReport', { params: { reportId } }, looksOnce);
  if (report.error && !report.data) {
    return <ListError error={report.error} onRetry={() => void report.refetch()} />;
  }
  if (!report.data) return <ListLoading />;
  return <ReportView report={report.data} />;
}

function ReportView({ report }: { report: Report }) {
  const [trend, setTrend] = useState<ReportItem | null>(null);
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  return (
    <div className="stack">
      <ReportHead report={report} />
      {report.correctionNote && <Alert type="info" showIcon title={report.correctionNote} />}
      {report.releaseNote && <Alert type="info" title={`审核备注：${report.releaseNote}`} />}
      <Descriptions column={2} size="small" items={facts(report)} />
      {report.findings && <Paragraph title="检查所见" text={report.findings} />}
      {report.conclusion && <Paragraph title="结论" text={report.conclusion} />}
      {report.items.length > 0 && <ReportItems items={report.items} onTrend={setTrend} />}
      {report.revision > 1 && (
        <div>
          <Button type="text" onClick={() => setHistoryOpen(!isHistoryOpen)}>
            {isHistoryOpen ? '收起以前的版本' : `看以前的版本（现为第 ${report.revision} 版）`}
          </Button>
          {isHistoryOpen && <ReportRevisions reportId={report.id} />}
        </div>
      )}
      {trend && (
        <TrendDialog
          patientId={report.patientId}
          code={trend.code}
          name={trend.name}
          onClose={() => setTrend(null)}
        />
      )}
    </div>
  );
}

function ReportHead({ report }: { report: Report }) {
  return (
    <>
      <div className="row">
        <b style={{ fontSize: 17 }}>{report.name}</b>
        <ToneTag tone={reportStatusTones[report.status]}>
          {reportStatusWords[report.status]}
        </ToneTag>
        <ToneTag tone={releaseTones[report.releaseState]}>
          {releaseWords[report.releaseState]}
        </ToneTag>
        {report.isCritical && <ToneTag tone="danger">含危急值</ToneTag>}
        <PatientLink id={report.patientId} name={report.patientName} />
      </div>
      <div className="row">
        <ReleaseActions report={report} />
        <Papers report={report} />
      </div>
    </>
  );
}

/** The paper, and the pictures in the PACS; both are opened by a ticket, which is recorded. */
function Papers({ report }: { report: Report }) {
  const may = useMay();
  const { isOpening, openTicket } = useTicket();
  if (!may('report.print')) return null;
  const open = (purpose: 'pdf' | 'images') => (): void =>
    openTicket(() =>
      call('createStaffReportTicket', { params: { reportId: report.id }, body: { purpose } }),
    );
  return (
    <>
      <Button disabled={isOpening} onClick={open('pdf')}>
        打印报告
      </Button>
      {report.hasImages && (
        <Button disabled={isOpening} onClick={open('images')}>
          看影像
        </Button>
      )}
    </>
  );
}

function facts(report: Report): DescriptionsProps['items'] {
  const when = (key: string, label: string, instant: string | null) => ({
    key,
    label,
    children: <span className="num">{formatInstant(instant)}</span>,
  });
  const who = (key: string, label: string, name: string) => ({
    key,
    label,
    children: name || '—',
  });
  return [
    { key: 'no', label: '报告号', children: <span className="num">{report.reportNo || '—'}</span> },
    who('kind', '类别', reportKindWords[report.kind]),
    who('place', '科室', `${report.departmentName || '—'} ${report.branchName}`),
    who('specimen', '标本', report.specimen),
    when('collected', '采样时间', report.collectedAt),
    when('received', '接收时间', report.receivedAt),
    when('reviewed', '审核时间', report.reviewedAt),
    when('issued', '报告时间', report.issuedAt),
    who('requester', '申请', report.requesterName),
    who('performer', '检验', report.performerName),
    who('reviewer', '审核', report.reviewerName),
    who('source', '来源', report.sourceName),
    ...(report.releasedAt ? [when('released', '患者可看', report.releasedAt)] : []),
    ...(report.releaseDueAt ? [when('due', '到时发布', report.releaseDueAt)] : []),
  ];
}
