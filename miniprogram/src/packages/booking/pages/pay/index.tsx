import { useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { replaceWith } from '@/app/navigate';
import { openMove, type MoveRules } from '@/shared/api/moves';
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
import { takeBack, toast } from '@/shared/ui/Toast/toast';
import { VisitSummary } from '@/shared/appointments/VisitSummary';
import { MoveSummary } from '../../components/MoveSummary';
import { useDue, useGiveUp, type Due } from './use-due';
import { useJsapiPayment, usePaymentState } from './use-payment';
import { NativeWay } from './Ways';

const isBrowser = process.env.TARO_ENV === 'h5';

function useDeskPayment(appointmentId: string) {
  const client = useQueryClient();
  return useSubmit(async (_: 'desk', idempotencyKey) => {
    const params = { appointmentId };
    adoptAppointment(client, await call('chooseDeskPayment', { params }, { idempotencyKey }));
  });
}

const notYet = '还没有收到付款结果，请稍候再看';

/** For who does not want to wait for the next look. */
function useCheckPaid(appointmentId: string) {
  const client = useQueryClient();
  return useSubmit(async (_: 'check') => {
    const known = { appointment: keys.appointment(appointmentId), move: keys.move(appointmentId) };
    await client.refetchQueries({ queryKey: ['payment'], type: 'active' });
    await client.refetchQueries({ queryKey: known.appointment, type: 'active' });
    await client.refetchQueries({ queryKey: known.move, type: 'active' });
    const isUnpaid =
      client.getQueryData<MyAppointment>(known.appointment)?.status === 'pending' ||
      openMove(client.getQueryData<MoveRules>(known.move)) !== null;
    if (isUnpaid) toast(notYet);
  });
}

interface ActionsProps {
  appointment: MyAppointment;
  due: Due;
  jsapi: ReturnType<typeof useJsapiPayment>;
}

/** In WeChat the filled button pays; in the browser the QR code does, and the button asks at once. */
function Actions({ appointment, due, jsapi }: ActionsProps) {
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
          微信支付 {yuan(due.amountFen)}
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

/** What the money is for. */
function Bought({ appointment, due }: { appointment: MyAppointment; due: Due | null }) {
  if (due?.kind !== 'move') {
    return (
      <VisitSummary
        visit={appointment}
        place={`${appointment.branchName} ${appointment.location}`}
        patient={maskName(appointment.patientName)}
      />
    );
  }
  const { move } = due;
  const to = {
    date: move.toDate,
    startsAt: move.toStartsAt,
    endsAt: move.toEndsAt,
    doctorName: move.toDoctorName,
  };
  return (
    <>
      <MoveSummary
        from={{ startsAt: move.fromStartsAt, doctorName: appointment.doctorName }}
        to={to}
        newFeeFen={move.newFeeFen}
        differenceFen={move.differenceFen}
        patient={maskName(appointment.patientName)}
      />
      <Notice>付完差价才改好，在这之前原来的号一直是您的</Notice>
    </>
  );
}

const keptWords = {
  booking: '号源为您保留，请在时间内付款',
  move: '新的号为您保留，请在时间内付差价',
} as const;
const giveUpWords = {
  booking: {
    title: '放弃这次预约',
    keep: '继续预约',
    words: '号源会马上退回，别人就可以约走。您还没有付款，不会产生任何费用。',
  },
  move: {
    title: '放弃改约',
    keep: '继续改约',
    words: '新的号会马上退回，您还是原来的时间。差价没有付，不会产生任何费用。',
  },
} as const;

interface HeldProps {
  appointment: MyAppointment;
  due: Due | null;
  jsapi: ReturnType<typeof useJsapiPayment>;
  isLate: boolean;
  onEnd: () => void;
  onGiveUp: () => void;
}

/** Everything about a held place, while there is still something to decide. */
function Held({ appointment, due, jsapi, isLate, onEnd, onGiveUp }: HeldProps) {
  return (
    <>
      {due && !isLate ? (
        <Countdown until={due.expiresAt} words={keptWords[due.kind]} onEnd={onEnd} />
      ) : null}
      {isLate ? <Notice tone="warn">保留时间已过，正在确认结果。请不要再付款</Notice> : null}
      {jsapi.isConfirming && due ? <Notice>正在确认付款结果，请稍候</Notice> : null}
      {isBrowser && due && !isLate ? (
        <NativeWay appointmentId={appointment.id} feeFen={due.amountFen} />
      ) : null}
      <Bought appointment={appointment} due={due} />
      {due && !isLate ? (
        <Button look="text" isDanger onTap={onGiveUp}>
          {due.kind === 'move' ? '放弃改约' : '放弃预约'}
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
  const { due, isKnown, refetch } = useDue(appointment);
  const isLate = useCountdown(due?.expiresAt ?? null) === 0 && due !== null;
  const giveUp = useGiveUp(appointment);
  const jsapi = useJsapiPayment(appointmentId);
  const kind = useRef<Due['kind']>('booking');
  if (due) kind.current = due.kind;
  usePaymentState(jsapi.paymentId);
  const readAgain = () => Promise.all([query.refetch(), refetch()]);
  useRefreshOnShow(readAgain);

  // Paid, confirmed or run out: the page that follows says which. Giving up goes elsewhere.
  const isOver = isKnown && !due && appointment?.status !== 'pending';
  useEffect(() => {
    if (!isOver || giveUp.isBusy || isGivingUp) return;
    takeBack(notYet);
    replaceWith(kind.current === 'move' ? 'moved' : 'result', { appointmentId });
  }, [isOver, giveUp.isBusy, isGivingUp, appointmentId]);

  const words = giveUpWords[kind.current];
  return (
    <Page
      name="pay"
      needs="consent"
      backTo="visits"
      bottom={
        appointment && due && !isLate ? (
          <Actions appointment={appointment} due={due} jsapi={jsapi} />
        ) : null
      }
      overlay={
        <ConfirmSheet
          isOpen={isGivingUp && due !== null}
          title={words.title}
          confirmLabel="确定放弃"
          keepLabel={words.keep}
          isBusy={giveUp.isBusy}
          onClose={() => setGivingUp(false)}
          onConfirm={() => due && void giveUp.run(due)}
        >
          {words.words}
        </ConfirmSheet>
      }
    >
      <Loaded query={query} skeletonCards={2}>
        {(data) => (
          <Held
            appointment={data}
            due={due}
            jsapi={jsapi}
            isLate={isLate}
            onEnd={() => void readAgain()}
            onGiveUp={() => setGivingUp(true)}
          />
        )}
      </Loaded>
    </Page>
  );
}
