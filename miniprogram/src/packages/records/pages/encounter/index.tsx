import { useState } from 'react';
import { navigate } from '@/app/navigate';
import { formatMoment } from '@/shared/format/dates';
import { yuan } from '@/shared/format/money';
import { usePageParams } from '@/shared/hooks/use-params';
import { Box, Text } from '@/shared/ui/base';
import { Card, LinkRow, Row } from '@/shared/ui/Card/Card';
import { Page } from '@/shared/ui/Page/Page';
import { Sheet } from '@/shared/ui/Sheet/Sheet';
import { Tag } from '@/shared/ui/Tag/Tag';
import { useEncounter, type Encounter } from '../../api/archive';
import r from '../../components/records.module.scss';
import { Opened } from '../../components/StepUp';
import { classWords, orderStatusWords, orderWords } from '../../model/archive-words';
import { closedMark, closedWords } from '../../model/report-words';

function Head({ encounter }: { encounter: Encounter }) {
  const { visitNo, doctorName, branchName, startedAt, endedAt } = encounter;
  return (
    <Card title={encounter.departmentName}>
      <Box className={r['tags']}>
        <Tag tone="primary">{classWords[encounter.class]}</Tag>
      </Box>
      <Row name="时间">{formatMoment(startedAt)}</Row>
      {endedAt && encounter.class === 'inpatient' ? (
        <Row name="出院">{formatMoment(endedAt)}</Row>
      ) : null}
      {doctorName ? <Row name="医生">{doctorName}</Row> : null}
      <Row name="院区">{branchName}</Row>
      {visitNo ? <Row name="就诊号">{visitNo}</Row> : null}
    </Card>
  );
}

function Diagnoses({ encounter }: { encounter: Encounter }) {
  const { diagnoses, chiefComplaint, treatment, advice } = encounter;
  const told = [
    ['主诉', chiefComplaint],
    ['处理', treatment],
    ['医生建议', advice],
  ].filter(([, words]) => words);
  return (
    <Card title="诊断">
      {diagnoses.length === 0 ? <Text className={r['note']}>暂无诊断记录</Text> : null}
      {diagnoses.map((one) => (
        <Box key={`${one.code}${one.name}`} className={r['entry']}>
          <Text className={r['entryTitle']}>{one.name}</Text> {one.isMain ? <Tag>主要</Tag> : null}
        </Box>
      ))}
      {told.map(([name, words]) => (
        <Box key={name} className={r['entry']}>
          <Text className={r['note']}>{name}</Text>
          <Box className={r['words']}>{words}</Box>
        </Box>
      ))}
    </Card>
  );
}

function Orders({ orders }: Pick<Encounter, 'orders'>) {
  if (orders.length === 0) return null;
  return (
    <Card title="医嘱">
      {orders.map((one, index) => (
        <Box key={index} className={r['entry']}>
          <Box>
            <Tag tone="primary">{orderWords[one.kind]}</Tag>{' '}
            <Text className={r['entryTitle']}>{one.name}</Text>
          </Box>
          {one.dosage || one.quantityText ? (
            <Box>{[one.dosage, one.quantityText].filter(Boolean).join('，')}</Box>
          ) : null}
          <Text className={r['note']}>
            {[formatMoment(one.orderedAt), orderStatusWords(one.status)]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </Box>
      ))}
    </Card>
  );
}

function Charges({ charges, chargedFen }: Pick<Encounter, 'charges' | 'chargedFen'>) {
  if (charges.length === 0) return null;
  return (
    <Card title={`费用 ${yuan(chargedFen)}`}>
      {charges.map((one, index) => (
        <Row key={index} name={[one.name, one.quantityText].filter(Boolean).join(' × ')}>
          {yuan(one.amountFen)}
        </Row>
      ))}
    </Card>
  );
}

type ReportLink = Encounter['reportLinks'][number];

function Reports({
  reports,
  onClosed,
}: {
  reports: ReportLink[];
  onClosed: (report: ReportLink) => void;
}) {
  if (reports.length === 0) return null;
  return (
    <Card title="这次的报告">
      {reports.map((report) => (
        <LinkRow
          key={report.id}
          icon="file"
          title={report.name}
          note={report.isOpenable ? undefined : closedMark(report)}
          onTap={() =>
            report.isOpenable ? navigate('report', { id: report.id }) : onClosed(report)
          }
        />
      ))}
    </Card>
  );
}

export default function EncounterPage() {
  const { id = '' } = usePageParams('encounter');
  const [closed, setClosed] = useState<ReportLink | null>(null);
  const query = useEncounter(id);
  return (
    <Page
      name="encounter"
      needs="consent"
      backTo="archive"
      overlay={
        <Sheet isOpen={closed !== null} title={closed?.name ?? ''} onClose={() => setClosed(null)}>
          {closed ? closedWords(closed) : ''}
        </Sheet>
      }
    >
      <Opened query={query}>
        {(encounter) => (
          <>
            <Head encounter={encounter} />
            <Diagnoses encounter={encounter} />
            <Orders orders={encounter.orders} />
            <Reports reports={encounter.reportLinks} onClosed={setClosed} />
            <Charges charges={encounter.charges} chargedFen={encounter.chargedFen} />
          </>
        )}
      </Opened>
    </Page>
  );
}
