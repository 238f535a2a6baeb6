import { useState } from 'react';
import { formatMoment } from '@/shared/format/dates';
import { Box, Text } from '@/shared/ui/base';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Empty } from '@/shared/ui/List/States';
import { Notice } from '@/shared/ui/Notice';
import { Segments } from '@/shared/ui/Segments/Segments';
import { Tag } from '@/shared/ui/Tag/Tag';
import {
  abnormalWords,
  isAbnormal,
  kindWords,
  statusMark,
  type Report,
  type ReportItem,
} from '../model/report-words';
import s from './records.module.scss';
import { ReportItems } from './ReportItems';

/** Lines that may be empty, told only where there is something to tell. */
function Told({ name, children }: { name: string; children: string }) {
  return children ? <Row name={name}>{children}</Row> : null;
}

const moment = (instant: string | null): string => (instant ? formatMoment(instant) : '');

function Head({ report, who }: { report: Report; who: string }) {
  const status = statusMark(report.status);
  return (
    <Card title={report.name}>
      <Box className={s['tags']}>
        <Tag tone="primary">{kindWords[report.kind]}</Tag>
        {status ? <Tag tone={status.tone}>{status.words}</Tag> : null}
      </Box>
      <Told name="就诊人">{who}</Told>
      <Told name="报告时间">{moment(report.issuedAt)}</Told>
      <Told name={report.departmentName ? '科室' : '院区'}>
        {[report.departmentName, report.branchName].filter(Boolean).join(' · ')}
      </Told>
    </Card>
  );
}

/** What is asked for later, by a doctor or at the desk: below the results. */
function About({ report }: { report: Report }) {
  const hasDoctors = report.requesterName || report.performerName || report.reviewerName;
  if (!report.collectedAt && !report.reportNo && !hasDoctors) return null;
  return (
    <Card title="报告信息">
      <Told name="采样时间">{moment(report.collectedAt)}</Told>
      <Told name="标本">{report.specimen}</Told>
      <Told name="开单医生">{report.requesterName}</Told>
      <Told name="检查人">{report.performerName}</Told>
      <Told name="审核人">{report.reviewerName}</Told>
      <Told name="报告号">{report.reportNo}</Told>
    </Card>
  );
}

type Shown = 'all' | 'abnormal';

function Items({ report, onTrend }: { report: Report; onTrend?: (item: ReportItem) => void }) {
  const [shown, setShown] = useState<Shown>('all');
  const abnormal = report.items.filter(isAbnormal);
  const items = shown === 'all' ? report.items : abnormal;
  return (
    <>
      {abnormal.length > 0 && abnormal.length < report.items.length ? (
        <Segments
          label="看哪些项目"
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: `全部 ${report.items.length} 项` },
            { value: 'abnormal', label: `异常 ${abnormal.length} 项` },
          ]}
        />
      ) : null}
      <Card isFlush>
        <ReportItems items={items} {...(onTrend ? { onTrend } : {})} />
      </Card>
    </>
  );
}

function Findings({ title, children }: { title: string; children: string }) {
  return children ? (
    <Card title={title}>
      <Box className={s['words']}>{children}</Box>
    </Card>
  ) : null;
}

interface ReportBodyProps {
  report: Report;
  /** Whose it is, as it may be shown here. */
  who: string;
  onTrend?: (item: ReportItem) => void;
}

/** A report from top to bottom, for the patient and for the doctor it was shared with. */
export function ReportBody({ report, who, onTrend }: ReportBodyProps) {
  const count = report.items.filter(isAbnormal).length;
  const isEmpty = report.items.length === 0 && !report.findings && !report.conclusion;
  return (
    <>
      {report.correctionNote ? <Notice tone="warn">{report.correctionNote}</Notice> : null}
      <Head report={report} who={who} />
      {count > 0 ? (
        <Notice tone="danger">
          {abnormalWords(count)}，标有 ↑ 偏高 或 ↓ 偏低。异常不等于生病，请让医生结合病情判断
        </Notice>
      ) : null}
      <Findings title="结论">{report.conclusion}</Findings>
      <Findings title="检查所见">{report.findings}</Findings>
      {report.items.length > 0 ? <Items report={report} {...(onTrend ? { onTrend } : {})} /> : null}
      {isEmpty ? (
        <Empty icon="file" title="报告没有文字内容" words="可以打开 PDF 或影像查看" />
      ) : null}
      <About report={report} />
      <Text className={s['note']}>
        报告由医院出具，说明文字只帮助理解，不能代替医生的诊断。有疑问请咨询医生。
      </Text>
    </>
  );
}
