import { App, Button } from 'antd';
import { useMay } from '@/features/shared/session';
import type { Answer, OperationName } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { clockOf } from '@/shared/format/date';

const checkInReads: OperationName[] = [
  'listAppointments',
  'getDaySummary',
  'getAppointment',
  'listQueues',
  'getQueue',
  'getClinicDay',
];

interface Props {
  appointmentId: string;
  isLink?: boolean;
}

type Slip = Answer<'checkInAppointment'>;

/** Arrival at the desk; afterwards says the number and how many go first. */
export function CheckInButton({ appointmentId, isLink = false }: Props) {
  const may = useMay();
  const { modal } = App.useApp();
  // Not drawn by this button: whoever has arrived is offered it no longer, and it would go with it.
  const show = (slip: Slip): void =>
    void modal.success({
      title: '已签到',
      content: <SlipWords slip={slip} />,
      okText: '知道了',
      width: 400,
    });
  const checkIn = useWrite('checkInAppointment', { refresh: checkInReads, onDone: show });
  if (!may('queue.create')) return null;
  return (
    <Button
      {...(isLink ? { type: 'link' as const, className: 'link-button' } : {})}
      loading={checkIn.isPending}
      onClick={() => checkIn.mutate({ params: { appointmentId } })}
    >
      签到
    </Button>
  );
}

function SlipWords({ slip }: { slip: Slip }) {
  return (
    <>
      <p className="big-money num">
        {slip.queueNumber} 号，前面还有 {slip.ahead} 位
      </p>
      <p>
        {slip.patientNameMasked}，{slip.departmentName} {slip.doctorName}，
        {slip.room || slip.location}
      </p>
      <p className="quiet num">
        {clockOf(slip.checkedInAt)} 签到{slip.isLate && '，已迟到，排在准时到达的患者之后'}
      </p>
    </>
  );
}
