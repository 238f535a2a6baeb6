import { navigate } from '@/app/navigate';
import type { Move } from '@/shared/api/moves';
import type { MyAppointment } from '@/shared/api/queries';
import type { QueuePlace } from '@/shared/api/queue';
import { Box } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import s from './index.module.scss';

interface Main {
  label: string;
  onTap: () => void;
}

interface Known {
  appointment: MyAppointment;
  move: Move | null;
  place: QueuePlace | undefined;
}

const isLive = ({ status }: MyAppointment): boolean => status === 'booked' || status === 'arrived';

/** The one thing to do next, if there is one. */
function mainOf({ appointment, move, place }: Known): Main | null {
  const { id } = appointment;
  const params = { appointmentId: id };
  if (appointment.hold) return { label: '去支付', onTap: () => navigate('pay', params) };
  if (appointment.isSuspended) {
    return { label: '改期或退号', onTap: () => navigate('suspension', params) };
  }
  if (move) return { label: '去付差价', onTap: () => navigate('pay', params) };
  if (place?.entry) return { label: '查看候诊', onTap: () => navigate('queue', params) };
  if (place?.checkIn.state === 'open' || place?.checkIn.state === 'late') {
    return { label: '到院签到', onTap: () => navigate('checkIn', params) };
  }
  if (isLive(appointment)) return null;
  const { doctorId } = appointment;
  return { label: '再约这位医生', onTap: () => navigate('doctor', { id: doctorId }) };
}

/** What else may be done with a visit that lies ahead. */
function othersOf({ appointment, move }: Known): (Main & { isDanger?: boolean })[] {
  const { id, doctorId, isSuspended } = appointment;
  if (isSuspended) return [];
  const change = { label: '改约', onTap: () => navigate('doctor', { id: doctorId, moving: id }) };
  const cancel = {
    label: '取消预约',
    isDanger: true,
    onTap: () => navigate('cancel', { id }),
  };
  return [
    ...(appointment.mayReschedule && !move ? [change] : []),
    ...(appointment.mayCancel ? [cancel] : []),
  ];
}

export function hasActions(known: Known): boolean {
  return mainOf(known) !== null || othersOf(known).length > 0;
}

export function Actions(known: Known) {
  const main = mainOf(known);
  const others = othersOf(known);
  return (
    <>
      {main ? <Button onTap={main.onTap}>{main.label}</Button> : null}
      {others.length > 0 ? (
        <Box className={s['others']}>
          {others.map(({ label, onTap, isDanger = false }) => (
            <Button key={label} look="text" isDanger={isDanger} onTap={onTap}>
              {label}
            </Button>
          ))}
        </Box>
      ) : null}
    </>
  );
}
