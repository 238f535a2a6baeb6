import { formatDay, formatMoment } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Box } from '@/shared/ui/base';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Steps } from '@/shared/ui/Steps/Steps';
import { Tag } from '@/shared/ui/Tag/Tag';
import { useDental, type DentalRecord } from '../../api/archive';
import { PatientPage } from '../../components/PatientPage';
import r from '../../components/records.module.scss';
import { Opened } from '../../components/StepUp';
import { workWords, type WorkOrder } from '../../model/teeth';
import { Mouth } from './Mouth';
import { Pictures } from './Pictures';

function WorkCard({ order }: { order: WorkOrder }) {
  return (
    <Card title={`加工单 ${order.item}`}>
      <Box className={r['tags']}>
        <Tag tone={order.state === 'remake' ? 'warn' : 'primary'}>{workWords[order.state]}</Tag>
      </Box>
      <Row name="单号">{order.orderNo}</Row>
      <Row name="牙位">{order.teeth.join('、')}</Row>
      <Row name="技工所">{order.laboratory}</Row>
      {order.shade ? <Row name="颜色">{order.shade}</Row> : null}
      {order.dueOn ? <Row name="预计">{formatDay(order.dueOn)}</Row> : null}
      <Steps
        steps={order.steps.map((step) => ({
          words: workWords[step.state],
          note: [formatMoment(step.at), step.note].filter(Boolean).join(' · '),
          isDone: true,
        }))}
      />
    </Card>
  );
}

const isBlank = ({ notes, pictures, workOrders }: DentalRecord): boolean =>
  notes.length + pictures.length + workOrders.length === 0;

function Record({ patientId }: { patientId: string }) {
  const query = useDental(patientId);
  useRefreshOnShow(() => query.refetch());
  return (
    <Opened
      query={query}
      isEmpty={isBlank}
      empty={{
        title: '还没有口腔记录',
        words: '看过牙后，牙位记录、照片和加工单会出现在这里',
        icon: 'file',
      }}
    >
      {(record) => (
        <>
          <Mouth notes={record.notes} />
          <Pictures patientId={patientId} pictures={record.pictures} />
          {record.workOrders.map((order) => (
            <WorkCard key={order.id} order={order} />
          ))}
        </>
      )}
    </Opened>
  );
}

export default function DentalPage() {
  const { patientId } = usePageParams('dental');
  return (
    <PatientPage name="dental" patientId={patientId} backTo="archive">
      {(patient) => <Record key={patient.id} patientId={patient.id} />}
    </PatientPage>
  );
}
