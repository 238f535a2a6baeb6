import { navigate, replaceWith } from '@/app/navigate';
import { useMoveRules, type Move } from '@/shared/api/moves';
import { useAppointment, type MyAppointment } from '@/shared/api/queries';
import { maskName } from '@/shared/format/marks';
import { yuan } from '@/shared/format/money';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { awaitedTitle, awaitedWords, isAwaited } from '@/shared/appointments/appointment-status';
import { VisitSummary } from '@/shared/appointments/VisitSummary';
import { Button } from '@/shared/ui/Button/Button';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import { OutcomeHead, type Outcome } from '@/shared/ui/Outcome/OutcomeHead';
import { RefundCard } from '../../components/RefundCard';

function outcomeOf(latest: Move | null, appointment: MyAppointment | undefined): Outcome {
  if (latest?.state === 'awaiting-payment') {
    return { isGood: false, title: '差价还没有付', words: '付完就改好，原来的号一直是您的' };
  }
  if (latest?.state !== 'completed') {
    return { isGood: false, title: '没有改约', words: '还是原来的时间，原来的号不变' };
  }
  if (appointment && isAwaited(appointment)) {
    return {
      isGood: false,
      isWaiting: true,
      title: awaitedTitle,
      words: awaitedWords(appointment),
    };
  }
  const words =
    latest.differenceFen < 0
      ? `退回的 ${yuan(-latest.differenceFen)} 会原路到账`
      : '请按新的时间到院，原来的号已经退回';
  return { isGood: true, title: '改约成功', words };
}

export default function MovedPage() {
  const { appointmentId = '' } = usePageParams('moved');
  const appointment = useAppointment(appointmentId);
  const rules = useMoveRules(appointmentId);
  useRefreshOnShow(() => Promise.all([appointment.refetch(), rules.refetch()]));
  const isUnpaid = rules.data?.latest?.state === 'awaiting-payment';
  return (
    <Page
      name="moved"
      needs="consent"
      backTo="visits"
      bottom={
        rules.data ? (
          <>
            {isUnpaid ? (
              <Button onTap={() => replaceWith('pay', { appointmentId })}>去付差价</Button>
            ) : (
              <Button onTap={() => replaceWith('appointment', { id: appointmentId })}>
                查看预约
              </Button>
            )}
            <Button look="text" onTap={() => navigate('home')}>
              回到首页
            </Button>
          </>
        ) : null
      }
    >
      <Loaded query={rules} skeletonCards={1}>
        {({ latest }) => <OutcomeHead outcome={outcomeOf(latest, appointment.data)} />}
      </Loaded>
      <Loaded query={appointment} skeletonCards={1}>
        {(data) => (
          <>
            <Card>
              <Row name="就诊号">{data.queueNumber} 号</Row>
              <Row name="预约编号">{data.appointmentNo}</Row>
            </Card>
            {data.refund ? <RefundCard refund={data.refund} /> : null}
            <VisitSummary
              visit={data}
              place={`${data.branchName} ${data.location}`}
              patient={maskName(data.patientName)}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}
