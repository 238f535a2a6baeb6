import { Link } from '@tanstack/react-router';
import { Button, Descriptions, Drawer, Timeline } from 'antd';
import type { DescriptionsProps } from 'antd';
import { useState } from 'react';
import { CheckInButton } from '@/features/shared/check-in/check-in-button';
import { useMay } from '@/features/shared/session';
import type { Answer } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import {
  cancelActorWords,
  cancelReasonWords,
  channelWords,
  genderWords,
  methodWords,
  refundTones,
  refundWords,
} from '@/shared/format/labels';
import { formatFen } from '@/shared/format/money';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { ToneTag } from '@/shared/ui/tone-tag';
import { FeeTag } from './fee-tag';
import { CancelDialog, refundSentence } from './cancel-dialog';
import { FollowUpDialog } from './follow-up-dialog';
import { MoveVisitDialog } from './move-dialog';
import { PaymentDialog } from './payment-dialog';
import { appointmentReads } from './reads';
import { SlipDialog } from './slip';
import { StatusTag } from './status-tag';
import { formatVisit } from './when';

type Detail = Answer<'getAppointment'>;

interface Props {
  appointmentId: string | undefined;
  onClose: () => void;
}

export function AppointmentDrawer({ appointmentId, onClose }: Props) {
  return (
    <Drawer
      title="预约详情"
      open={Boolean(appointmentId)}
      onClose={onClose}
      size={520}
      destroyOnHidden
    >
      {appointmentId && <DrawerBody appointmentId={appointmentId} />}
    </Drawer>
  );
}

function DrawerBody({ appointmentId }: { appointmentId: string }) {
  const appointment = useRead('getAppointment', { params: { appointmentId } });
  if (appointment.error && !appointment.data) {
    return <ListError error={appointment.error} onRetry={() => void appointment.refetch()} />;
  }
  if (!appointment.data) return <ListLoading />;
  return <AppointmentView appointment={appointment.data} />;
}

function AppointmentView({ appointment }: { appointment: Detail }) {
  return (
    <div className="stack">
      <div className="row">
        <b className="num" style={{ fontSize: 20 }}>
          {appointment.queueNumber} 号
        </b>
        <StatusTag appointment={appointment} />
        <FeeTag status={appointment.status} feeState={appointment.feeState} />
      </div>
      {appointment.hospitalConfirmation === 'awaited' && (
        <div className="quiet">
          医院系统确认这个号后才能签到；期限内没有确认会自动取消，已付的费用退回。
        </div>
      )}
      <AppointmentActions appointment={appointment} />
      <Descriptions column={1} items={[...visitFacts(appointment), ...moneyFacts(appointment)]} />
      <h3 className="section-title">经过</h3>
      <Timeline
        items={appointment.history.map((event) => ({
          content: (
            <>
              <div>{event.what}</div>
              <div className="quiet num">
                {formatInstant(event.at)} · {event.who}
              </div>
            </>
          ),
        }))}
      />
    </div>
  );
}

function visitFacts(one: Detail): NonNullable<DescriptionsProps['items']> {
  return [
    {
      key: 'patient',
      label: '患者',
      children: (
        <span>
          <Link to="/patients/$patientId" params={{ patientId: one.patientId }}>
            {one.patientName}
          </Link>{' '}
          {genderWords[one.patientGender]} {one.patientAge} 岁{' '}
          <span className="num">{one.phoneMasked}</span>
        </span>
      ),
    },
    { key: 'when', label: '就诊时间', children: <b className="num">{formatVisit(one)}</b> },
    { key: 'doctor', label: '医生', children: `${one.doctorName} · ${one.departmentName}` },
    { key: 'place', label: '地点', children: `${one.branchName} ${one.room}` },
    { key: 'no', label: '预约号', children: <span className="num">{one.appointmentNo}</span> },
    {
      key: 'channel',
      label: '来源',
      children: `${channelWords[one.channel]}预约，${formatInstant(one.createdAt)}`,
    },
    ...(one.holdExpiresAt
      ? [
          {
            key: 'hold',
            label: '号源保留至',
            children: <span className="warn-text num">{formatInstant(one.holdExpiresAt)}</span>,
          },
        ]
      : []),
    ...(one.cancelledAt
      ? [
          {
            key: 'cancelled',
            label: '取消',
            children: `${formatInstant(one.cancelledAt)} ${
              one.cancelledBy ? cancelActorWords[one.cancelledBy] : ''
            } ${one.cancelReason ? cancelReasonWords[one.cancelReason] : ''}`,
          },
        ]
      : []),
  ];
}

function moneyFacts(one: Detail): NonNullable<DescriptionsProps['items']> {
  const { payment, refund } = one;
  return [
    {
      key: 'fee',
      label: '挂号费',
      children: <span className="num">{formatFen(one.feeFen)}</span>,
    },
    ...(payment
      ? [
          {
            key: 'payment',
            label: '支付',
            children: (
              <span className="num">
                {methodWords[payment.method]} {formatFen(payment.amountFen)}{' '}
                {payment.paidAt ? formatInstant(payment.paidAt) : '尚未到账'}
                <div className="quiet">{payment.paymentNo}</div>
              </span>
            ),
          },
        ]
      : []),
    ...(refund
      ? [
          {
            key: 'refund',
            label: '退款',
            children: (
              <span className="num">
                {formatFen(refund.amountFen)}{' '}
                <ToneTag tone={refundTones[refund.state]}>{refundWords[refund.state]}</ToneTag>{' '}
                {formatInstant(refund.succeededAt ?? refund.requestedAt)}
              </span>
            ),
          },
        ]
      : []),
  ];
}

const isSeen = ({ status }: Detail): boolean => status === 'arrived' || status === 'fulfilled';

function AppointmentActions({ appointment }: { appointment: Detail }) {
  const may = useMay();
  const [dialog, setDialog] = useState<'pay' | 'cancel' | 'slip' | 'move' | 'follow-up' | null>(
    null,
  );
  const close = (): void => setDialog(null);
  const cancel = useWrite('cancelAppointment', {
    refresh: appointmentReads,
    done: '预约已取消',
    onDone: close,
  });
  const params = { appointmentId: appointment.id };
  const isAwaited = appointment.hospitalConfirmation === 'awaited';
  const mayPrint = may('appointment.print') && appointment.status !== 'cancelled';
  return (
    <div className="row">
      {appointment.mayTakePayment && may('payment.create') && (
        <Button type="primary" onClick={() => setDialog('pay')}>
          收费 {formatFen(appointment.feeFen)}
        </Button>
      )}
      {mayPrint && <Button onClick={() => setDialog('slip')}>打印凭条</Button>}
      {appointment.status === 'booked' && !isAwaited && (
        <CheckInButton appointmentId={appointment.id} />
      )}
      {appointment.status === 'booked' && may('appointment.update') && (
        <Button onClick={() => setDialog('move')}>改约</Button>
      )}
      {isSeen(appointment) && may('appointment.create') && (
        <Button onClick={() => setDialog('follow-up')}>复诊预约</Button>
      )}
      {appointment.mayCancel && may('appointment.update') && (
        <Button danger onClick={() => setDialog('cancel')}>
          取消预约
        </Button>
      )}
      {dialog === 'pay' && (
        <PaymentDialog appointmentId={appointment.id} feeFen={appointment.feeFen} onClose={close} />
      )}
      {dialog === 'move' && <MoveVisitDialog appointment={appointment} onClose={close} />}
      {dialog === 'follow-up' && (
        <FollowUpDialog visit={{ ...appointment, appointmentId: appointment.id }} onClose={close} />
      )}
      {dialog === 'slip' && <SlipDialog appointmentId={appointment.id} onClose={close} />}
      <CancelDialog
        open={dialog === 'cancel'}
        title={`取消 ${appointment.patientName} 的预约`}
        consequence={refundSentence(appointment)}
        isBusy={cancel.isPending}
        onClose={close}
        onConfirm={(body) => cancel.mutate({ params, body })}
      />
    </div>
  );
}
