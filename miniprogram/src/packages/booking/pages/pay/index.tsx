import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { replaceWith } from '@/app/navigate';
import { adoptAppointment, keys, useAppointment, type MyAppointment } from '@/shared/api/queries';
import { maskName } from '@/shared/format/marks';
import { yuan } from '@/shared/format/money';
import { useCountdown } from '@/shared/hooks/use-countdown';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { useSubmit } from '@/shared/hooks/use-submit';
import { call } from '@/shared/request/client';
import { Button } from '@/shared/ui/Button/Button';
import { Countdown } from '@/shared/ui/Countdown/Countdown';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { ConfirmSheet } from '@/shared/ui/Sheet/Sheet';
import { toast } from '@/shared/ui/Toast/toast';
import { forgetCounts } from '../../api/booking';
import { VisitSummary } from '../../components/VisitSummary';
import { useJsapiPayment, usePaymentState } from './use-payment';
import { NativeWay } from './Ways';

const isBrowser = process.env.TARO_ENV === 'h5';

/** Gives the place back. The money has not moved yet, so nothing has to return. */
function useGiveUp(appointment: MyAppointment | undefined) {
  const client = useQueryClient();
  return useSubmit(async (holdId: string) => {
    await call('releaseHold', { params: { holdId } });
    forgetCounts(client);
    await client.invalidateQueries({ queryKey: keys.appointments });
    toast('已放弃，号源已经退回');
    if (appointment) replaceWith('doctor', { id: appointment.doctorId, date: appointment.date });
  });
}

function useDeskPayment(appointmentId: string) {
  const client = useQueryClient();
  return useSubmit(async (_: 'desk', idempotencyKey) => {
    const params = { appointmentId };
    adoptAppointment(client, await call('chooseDeskPayment', { params }, { idempotencyKey }));
  });
}

/** For who does not want to wait for the next look. */
function useCheckPaid(appointmentId: string) {
  const client = useQueryClient();
  return useSubmit(async (_: 'check') => {
    await client.refetchQueries({ queryKey: ['payment'], type: 'active' });
    await client.refetchQueries({ queryKey: keys.appointment(appointmentId) });
    const known = client.getQueryData<MyAppointment>(keys.appointment(appointmentId));
    if (known?.status === 'pending') toast('还没有收到付款结果，请稍候再看');
  });
}

interface ActionsProps {
  appointment: MyAppointment;
  jsapi: ReturnType<typeof useJsapiPayment>;
}

/** In WeChat the filled button pays; in the browser the QR code does, and the button asks at once. */
function Actions({ appointment, jsapi }: ActionsProps) {
  const desk = useDeskPayment(appointment.id);
  const check = useCheckPaid(appointment.id);
  return (
    <>
      {isBrowser ? (
        <Button isBusy={check.isBusy} onTap={() => void check.run('check')}>
          我已付款
        </Button>
      ) : (
        <Button onTap={jsapi.pay} isBusy={jsapi.isBusy}>
          微信支付 {yuan(appointment.feeFen)}
        </Button>
      )}
      {appointment.mayPayAtDesk ? (
        <Button look="text" isBusy={desk.isBusy} onTap={() => void desk.run('desk')}>
          改为到院支付
        </Button>
      ) : null}
    </>
  );
}

interface HeldProps {
  appointment: MyAppointment;
  jsapi: ReturnType<typeof useJsapiPayment>;
  isLate: boolean;
  onEnd: () => void;
  onGiveUp: () => void;
}

/** Everything about a held place, while there is still something to decide. */
function Held({ appointment, jsapi, isLate, onEnd, onGiveUp }: HeldProps) {
  const { hold } = appointment;
  return (
    <>
      {hold && !isLate ? (
        <Countdown until={hold.expiresAt} words="号源为您保留，请在时间内付款" onEnd={onEnd} />
      ) : null}
      {isLate ? <Notice tone="warn">保留时间已过，正在确认结果。请不要再付款</Notice> : null}
      {jsapi.isConfirming && appointment.status === 'pending' ? (
        <Notice>正在确认付款结果，请稍候</Notice>
      ) : null}
      {isBrowser && hold && !isLate ? (
        <NativeWay appointmentId={appointment.id} feeFen={appointment.feeFen} />
      ) : null}
      <VisitSummary
        visit={appointment}
        place={`${appointment.branchName} ${appointment.location}`}
        patient={maskName(appointment.patientName)}
      />
      {hold && !isLate ? (
        <Button look="text" isDanger onTap={onGiveUp}>
          放弃预约
        </Button>
      ) : null}
    </>
  );
}

export default function PayPage() {
  const { appointmentId = '' } = usePageParams('pay');
  const [isGivingUp, setGivingUp] = useState(false);
  const query = useAppointment(appointmentId);
  const appointment = query.data;
  const hold = appointment?.hold ?? null;
  const isLate = useCountdown(hold?.expiresAt ?? null) === 0 && hold !== null;
  const giveUp = useGiveUp(appointment);
  const jsapi = useJsapiPayment(appointmentId);
  usePaymentState(jsapi.paymentId);
  useRefreshOnShow(() => query.refetch());

  // Paid, confirmed or run out: the result page says which. Giving up goes elsewhere.
  const isOver = appointment !== undefined && appointment.status !== 'pending';
  useEffect(() => {
    if (isOver && !giveUp.isBusy && !isGivingUp) replaceWith('result', { appointmentId });
  }, [isOver, giveUp.isBusy, isGivingUp, appointmentId]);

  const isOpen = appointment && hold && !isLate;
  return (
    <Page
      name="pay"
      needs="consent"
      backTo="visits"
      bottom={isOpen ? <Actions appointment={appointment} jsapi={jsapi} /> : null}
      overlay={
        <ConfirmSheet
          isOpen={isGivingUp && hold !== null}
          title="放弃这次预约"
          confirmLabel="确定放弃"
          keepLabel="继续预约"
          isBusy={giveUp.isBusy}
          onClose={() => setGivingUp(false)}
          onConfirm={() => hold && void giveUp.run(hold.id)}
        >
          号源会马上退回，别人就可以约走。您还没有付款，不会产生任何费用。
        </ConfirmSheet>
      }
    >
      <Loaded query={query} skeletonCards={2}>
        {(data) => (
          <Held
            appointment={data}
            jsapi={jsapi}
            isLate={isLate}
            onEnd={() => void query.refetch()}
            onGiveUp={() => setGivingUp(true)}
          />
        )}
      </Loaded>
    </Page>
  );
}
