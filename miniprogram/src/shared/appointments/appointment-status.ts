import type { MyAppointment } from '@/shared/api/queries';
import { feeWords, statusWords } from '@/shared/format/words';
import type { TagTone } from '@/shared/ui/Tag/Tag';

/** What a patient reads about an appointment at a glance. */
export function statusTag(appointment: MyAppointment): { words: string; tone: TagTone } {
  const { status, feeState, isSuspended } = appointment;
  if (isSuspended) return { words: '已停诊', tone: 'danger' };
  if (status === 'cancelled' && (feeState === 'refunding' || feeState === 'refunded')) {
    return { words: feeWords[feeState], tone: feeState === 'refunding' ? 'warn' : 'quiet' };
  }
  const tones: Record<MyAppointment['status'], TagTone> = {
    pending: 'warn',
    booked: 'primary',
    arrived: 'info',
    fulfilled: 'quiet',
    cancelled: 'quiet',
    noshow: 'danger',
  };
  return { words: statusWords[status], tone: tones[status] };
}
