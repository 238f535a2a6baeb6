import type { MyAppointment } from '@/shared/api/queries';
import { feeWords, statusWords } from '@/shared/format/words';
import type { TagTone } from '@/shared/ui/Tag/Tag';

export const awaitedTitle = '等待医院确认';

/** The hospital keeps the numbers itself and has not said yes to this one. */
export const isAwaited = ({
  hospitalConfirmation,
}: Pick<MyAppointment, 'hospitalConfirmation'>): boolean => hospitalConfirmation === 'awaited';

/** What will come of it, and of the money. */
export const awaitedWords = ({ feeState }: Pick<MyAppointment, 'feeState'>): string =>
  feeState === 'paid'
    ? '已付款，医院确认后会通知您；未能确认将全额退款'
    : '医院确认后会通知您；未能确认会自动取消，不产生费用';

/** What a patient reads about an appointment at a glance. */
export function statusTag(appointment: MyAppointment): { words: string; tone: TagTone } {
  const { status, feeState, isSuspended } = appointment;
  if (isSuspended) return { words: '已停诊', tone: 'danger' };
  if (isAwaited(appointment)) return { words: awaitedTitle, tone: 'warn' };
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
