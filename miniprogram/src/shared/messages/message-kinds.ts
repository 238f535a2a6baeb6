/** What a message is about, and where it leads. */
import type { ResponseOf } from '@suizhen/contract';
import type { MessageKind } from '@suizhen/contract/wire';
import { navigate } from '@/app/navigate';
import type { IconTone } from '@/shared/ui/Icon';
import type { IconName } from '@/shared/ui/icon-paths';

export type Message = ResponseOf<'readMyMessage'>;

export const messageIcons: Record<MessageKind, { name: IconName; tone: IconTone }> = {
  'appointment-booked': { name: 'visits', tone: 'primary' },
  'payment-received': { name: 'wallet', tone: 'primary' },
  'appointment-cancelled': { name: 'visits', tone: 'quiet' },
  'refund-completed': { name: 'wallet', tone: 'primary' },
  'appointment-reminder': { name: 'clock', tone: 'info' },
  'proxy-added': { name: 'people', tone: 'info' },
  'appointment-rescheduled': { name: 'swap', tone: 'primary' },
  'waitlist-joined': { name: 'clock', tone: 'info' },
  'waitlist-offered': { name: 'bell', tone: 'warn' },
  'waitlist-missed': { name: 'clock', tone: 'quiet' },
  'waitlist-ended': { name: 'clock', tone: 'quiet' },
  'clinic-suspended': { name: 'warning', tone: 'danger' },
  'queue-called': { name: 'bell', tone: 'warn' },
  'queue-transferred': { name: 'swap', tone: 'warn' },
  'no-show-recorded': { name: 'info', tone: 'warn' },
  'credit-marked': { name: 'info', tone: 'warn' },
  'credit-appeal-decided': { name: 'file', tone: 'info' },
  'report-released': { name: 'file', tone: 'primary' },
  'report-corrected': { name: 'file', tone: 'warn' },
  'report-in-person': { name: 'file', tone: 'info' },
  'vital-alarm': { name: 'warning', tone: 'danger' },
};

interface Onward {
  label: string;
  go: () => void;
}

/** The page that a message is about; null where there is none. */
export function onwardOf({ kind, appointmentId, patientId }: Message): Onward | null {
  switch (kind) {
    case 'waitlist-joined':
    case 'waitlist-offered':
    case 'waitlist-missed':
    case 'waitlist-ended':
      return { label: '查看我的候补', go: () => navigate('waitlist') };
    case 'no-show-recorded':
    case 'credit-marked':
    case 'credit-appeal-decided':
      return patientId
        ? { label: '查看信用记录', go: () => navigate('credit', { id: patientId }) }
        : null;
    case 'report-released':
    case 'report-corrected':
    case 'report-in-person':
      return patientId ? { label: '查看报告', go: () => navigate('reports', { patientId }) } : null;
    case 'vital-alarm':
      return patientId
        ? { label: '查看健康日记', go: () => navigate('vitals', { patientId }) }
        : null;
    case 'clinic-suspended':
      return appointmentId
        ? { label: '改期或退号', go: () => navigate('suspension', { appointmentId }) }
        : null;
    case 'queue-called':
    case 'queue-transferred':
      return appointmentId
        ? { label: '查看候诊', go: () => navigate('queue', { appointmentId }) }
        : null;
    default:
      return appointmentId
        ? { label: '查看预约', go: () => navigate('appointment', { id: appointmentId }) }
        : null;
  }
}
