import { navigate } from '@/app/navigate';
import { dateOf, formatDay } from '@/shared/format/dates';
import { Box, Text } from '@/shared/ui/base';
import { Card } from '@/shared/ui/Card/Card';
import { Tag } from '@/shared/ui/Tag/Tag';
import { abnormalWords, kindWords, statusMark, type ReportSummary } from '../../model/report-words';
import s from './index.module.scss';

interface ReportCardProps {
  report: ReportSummary;
  onClosed: (report: ReportSummary) => void;
}

/** One report of the list; one that cannot be opened says why when it is tapped. */
export function ReportCard({ report, onClosed }: ReportCardProps) {
  const status = statusMark(report.status);
  const open = () => (report.isOpenable ? navigate('report', { id: report.id }) : onClosed(report));
  return (
    <Card onTap={open}>
      <Box className={s['head']}>
        {report.isUnread ? <Box className={s['dot']} hidden /> : null}
        <Text className={s['title']}>
          {report.isUnread ? '未读 · ' : ''}
          {report.name}
        </Text>
        <Text className={s['day']}>{formatDay(dateOf(report.issuedAt))}</Text>
      </Box>
      <Text className={s['place']}>
        {[report.departmentName, report.branchName].filter(Boolean).join(' · ')}
      </Text>
      <Box className={s['tags']}>
        <Tag tone="primary">{kindWords[report.kind]}</Tag>
        {report.abnormalCount > 0 ? (
          <Tag tone="danger">{abnormalWords(report.abnormalCount)}</Tag>
        ) : null}
        {status ? <Tag tone={status.tone}>{status.words}</Tag> : null}
        {!report.isOpenable && report.status !== 'cancelled' ? (
          <Tag tone="info">需到医院领取</Tag>
        ) : null}
      </Box>
    </Card>
  );
}
