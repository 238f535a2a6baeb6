import { navigate, replaceWith } from '@/app/navigate';
import { useAppointment, type MyAppointment } from '@/shared/api/queries';
import { maskName } from '@/shared/format/marks';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import { OutcomeHead } from '@/shared/ui/Outcome/OutcomeHead';
import { RefundCard } from '../../components/RefundCard';
import { isAwaited } from '@/shared/appointments/appointment-status';
import { VisitSummary } from '@/shared/appointments/VisitSummary';
import { VisitReason } from '../../components/VisitReason';
import s from './index.module.scss';
import { outcomeOf } from './outcome';

function Next({ appointment }: { appointment: MyAppointment }) {
  if (appointment.status === 'pending') {
    return (
      <Button onTap={() => replaceWith('pay', { appointmentId: appointment.id })}>去支付</Button>
    );
  }
  if (appointment.status === 'cancelled') {
    const again = { id: appointment.doctorId, date: appointment.date };
    return <Button onTap={() => replaceWith('doctor', again)}>重新预约</Button>;
  }
  return (
    <Button onTap={() => replaceWith('appointment', { id: appointment.id })}>
      {isAwaited(appointment) ? '查看预约' : '查看签到码'}
    </Button>
  );
}

export default function ResultPage() {
  const { appointmentId = '' } = usePageParams('result');
  const query = useAppointment(appointmentId, { isFollowed: true });
  useRefreshOnShow(() => query.refetch());
  return (
    <Page
      name="result"
      needs="consent"
      backTo="visits"
      bottom={
        query.data ? (
          <>
            <Next appointment={query.data} />
            <Button look="text" onTap={() => navigate('home')}>
              回到首页
            </Button>
          </>
        ) : null
      }
    >
      <Loaded query={query} skeletonCards={2}>
        {(data) => {
          const outcome = outcomeOf(data);
          return (
            <>
              <OutcomeHead outcome={outcome} />
              {outcome.isGood || outcome.isWaiting ? (
                <Card>
                  <Row name="就诊号">
                    <Text className={s['number']}>{data.queueNumber} 号</Text>
                  </Row>
                  <Row name="预约编号">{data.appointmentNo}</Row>
                </Card>
              ) : null}
              <VisitReason appointment={data} />
              {data.refund ? <RefundCard refund={data.refund} /> : null}
              <VisitSummary
                visit={data}
                place={`${data.branchName} ${data.location}`}
                patient={maskName(data.patientName)}
              />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
