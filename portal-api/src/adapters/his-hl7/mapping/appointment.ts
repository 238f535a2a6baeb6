import type { AppointmentStatus } from '@suizhen/contract';
import type { Canonical } from '../../../modules/integration';
import { type Context, missing, requireSegment } from './context';
import { patientRef } from './patient';

/** SCH-25, table 0278. */
const fillerStatuses: Record<string, AppointmentStatus> = {
  PENDING: 'pending',
  WAITLIST: 'pending',
  BOOKED: 'booked',
  ARRIVED: 'arrived',
  STARTED: 'arrived',
  COMPLETE: 'fulfilled',
  CANCELLED: 'cancelled',
  DELETED: 'cancelled',
  NOSHOW: 'noshow',
};

/** SIU: the trigger says what happened; a change says it in SCH-25. */
const statusOfEvent: Record<string, AppointmentStatus> = {
  S12: 'booked',
  S13: 'booked',
  S15: 'cancelled',
  S26: 'noshow',
};

export function readAppointment(context: Context): Canonical[] {
  const { times, event, leftOut } = context;
  const sch = requireSegment(context, 'SCH', '预约信息');
  const pid = requireSegment(context, 'PID', '患者信息');
  const [appointmentNo, filler] = [sch.text(1), sch.text(2)];
  if (!appointmentNo && !filler) throw missing('SCH-1', '预约号');
  if (!times.sentAt) throw missing('MSH-7', '消息时间');
  const written = sch.text(25);
  const said = fillerStatuses[written.toUpperCase().replace(/[\s_-]/g, '')];
  if (written && !said) leftOut.add('SCH-25', '不认识的预约状态');
  return [
    {
      type: 'appointment',
      externalId: filler || appointmentNo,
      appointmentNo,
      status: statusOfEvent[event] ?? said ?? 'booked',
      changedAt: times.sentAt,
      patient: patientRef(context, pid),
      encounterExternalId: '',
    },
  ];
}
