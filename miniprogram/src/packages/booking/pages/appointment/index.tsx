import { navigate } from '@/app/navigate';
import { useAppointment, type MyAppointment } from '@/shared/api/queries';
import { formatMoment } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Button } from '@/shared/ui/Button/Button';
import { Countdown } from '@/shared/ui/Countdown/Countdown';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { RefundCard } from '../../components/RefundCard';
import { CheckInCode, PlaceAndThings, Visit } from './Sections';

const isLive = ({ status }: MyAppointment): boolean => status === 'booked' || status === 'arrived';

function Actions({ appointment }: { appointment: MyAppointment }) {
  if (appointment.hold) {
    const params = { appointmentId: appointment.id };
    return <Button onTap={() => navigate('pay', params)}>去支付</Button>;
  }
  if (appointment.mayCancel) {
    return (
      <Button look="text" isDanger onTap={() => navigate('cancel', { id: appointment.id })}>
        取消预约
      </Button>
    );
  }
  if (isLive(appointment)) return null;
  return (
    <Button onTap={() => navigate('doctor', { id: appointment.doctorId })}>再约这位医生</Button>
  );
}

function CancelWords({ appointment }: { appointment: MyAppointment }) {
  if (appointment.status !== 'booked') return null;
  return appointment.mayCancel ? (
    <Notice>{formatMoment(appointment.cancelBefore)} 前可以自助取消</Notice>
  ) : (
    <Notice>已过自助取消时间，需要取消请联系医院窗口</Notice>
  );
}

export default function AppointmentPage() {
  const { id = '' } = usePageParams('appointment');
  const query = useAppointment(id);
  useRefreshOnShow(() => query.refetch());
  return (
    <Page
      name="appointment"
      needs="consent"
      backTo="visits"
      bottom={query.data && hasActions(query.data) ? <Actions appointment={query.data} /> : null}
    >
      <Loaded query={query}>
        {(data) => (
          <>
            {data.hold ? (
              <Countdown
                until={data.hold.expiresAt}
                words="号源为您保留，请在时间内付款"
                onEnd={() => void query.refetch()}
              />
            ) : null}
            <CheckInCode appointment={data} />
            <Visit appointment={data} />
            {data.refund ? <RefundCard refund={data.refund} /> : null}
            <PlaceAndThings appointment={data} />
            <CancelWords appointment={data} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

const hasActions = (appointment: MyAppointment): boolean =>
  appointment.hold !== null || appointment.mayCancel || !isLive(appointment);
