import { openMove, useMoveRules, type Move } from '@/shared/api/moves';
import { useAppointment, type MyAppointment } from '@/shared/api/queries';
import { useQueuePlace } from '@/shared/api/queue';
import { awaitedTitle, awaitedWords, isAwaited } from '@/shared/appointments/appointment-status';
import { formatMoment } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { useShown } from '@/shared/hooks/use-shown';
import { Countdown } from '@/shared/ui/Countdown/Countdown';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { RefundCard } from '../../components/RefundCard';
import { VisitReason } from '../../components/VisitReason';
import { Actions, hasActions } from './Actions';
import { DayCard } from './DayCard';
import { CheckInCode, PlaceAndThings, Visit } from './Sections';

/** Here the queue is only glanced at; its own page asks more often. */
const glanceMs = 30_000;

/** Where to go and what to bring is asked by who still has to come. */
const isAhead = ({ status }: MyAppointment): boolean =>
  status === 'pending' || status === 'booked' || status === 'arrived';

function CancelWords({ appointment }: { appointment: MyAppointment }) {
  if (appointment.status !== 'booked' || appointment.isSuspended) return null;
  if (isAwaited(appointment) && appointment.mayCancel) {
    return <Notice>医院确认前，您可以随时取消</Notice>;
  }
  return appointment.mayCancel ? (
    <Notice>{formatMoment(appointment.cancelBefore)} 前可以自助取消</Notice>
  ) : (
    <Notice>已过自助取消时间，需要取消请联系医院窗口</Notice>
  );
}

interface DeadlineProps {
  appointment: MyAppointment;
  move: Move | null;
  onEnd: () => void;
}

/** What cannot wait, on top of everything. */
function Pressing({ appointment, move, onEnd }: DeadlineProps) {
  const { hold, isSuspended } = appointment;
  if (isSuspended) {
    return <Notice tone="danger">医生停诊，这次就诊不能进行。请选择改期，或退号退费</Notice>;
  }
  if (hold) {
    return <Countdown until={hold.expiresAt} words="号源为您保留，请在时间内付款" onEnd={onEnd} />;
  }
  if (isAwaited(appointment)) {
    return (
      <Notice tone="warn">
        {awaitedTitle}。{awaitedWords(appointment)}
      </Notice>
    );
  }
  if (!move?.expiresAt) return null;
  const words = `改到 ${formatMoment(move.toStartsAt)}，付完差价才改好`;
  return <Countdown until={move.expiresAt} words={words} onEnd={onEnd} />;
}

export default function AppointmentPage() {
  const { id = '' } = usePageParams('appointment');
  const isShown = useShown();
  const query = useAppointment(id);
  const isBooked = query.data?.status === 'booked';
  const rules = useMoveRules(id, isBooked);
  const mayCheckIn = query.data?.mayCheckIn === true;
  const everyMs = isShown && mayCheckIn ? glanceMs : false;
  const queue = useQueuePlace(id, { everyMs, isWanted: mayCheckIn });
  const readAgain = () =>
    Promise.all([
      query.refetch(),
      ...(isBooked ? [rules.refetch()] : []),
      ...(mayCheckIn ? [queue.refetch()] : []),
    ]);
  useRefreshOnShow(readAgain);
  const move = isBooked ? openMove(rules.data) : null;
  const place = mayCheckIn ? queue.data : undefined;
  const known = query.data ? { appointment: query.data, move, place } : null;
  return (
    <Page
      name="appointment"
      needs="consent"
      backTo="visits"
      bottom={known && hasActions(known) ? <Actions {...known} /> : null}
    >
      <Loaded query={query}>
        {(data) => (
          <>
            <Pressing appointment={data} move={move} onEnd={() => void readAgain()} />
            {place ? <DayCard place={place} /> : null}
            {data.isSuspended ? null : <CheckInCode appointment={data} />}
            <Visit appointment={data} />
            {data.refund ? <RefundCard refund={data.refund} /> : null}
            <VisitReason appointment={data} />
            {isAhead(data) ? <PlaceAndThings appointment={data} /> : null}
            <CancelWords appointment={data} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
