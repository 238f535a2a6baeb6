import type { MyAppointment } from '@/shared/api/queries';
import { awaitedTitle, awaitedWords, isAwaited } from '@/shared/appointments/appointment-status';
import type { Outcome } from '@/shared/ui/Outcome/OutcomeHead';

type Standing = Pick<
  MyAppointment,
  'status' | 'feeState' | 'cancelReason' | 'hospitalConfirmation'
>;

/** What became of a booking, in words for whoever made it. */
export function outcomeOf(standing: Standing): Outcome {
  const { status, feeState, cancelReason } = standing;
  if (status === 'pending') {
    return { isGood: false, title: '还没有付款', words: '号源仍为您保留，请在时间内完成付款' };
  }
  if (status === 'cancelled') {
    const isPaid = feeState === 'refunding' || feeState === 'refunded';
    const words = cancelReason === 'number-refused' ? refusedWords(isPaid) : lateWords(isPaid);
    return { isGood: false, title: '这次没有约上', words };
  }
  if (isAwaited(standing)) {
    return { isGood: false, isWaiting: true, title: awaitedTitle, words: awaitedWords(standing) };
  }
  const words = feeState === 'pay-at-desk' ? '请就诊当天先到窗口付挂号费' : '到院后出示签到码即可';
  return { isGood: true, title: '预约成功', words };
}

/** The hospital keeps the numbers itself, and this one was not to be had. */
const refusedWords = (isPaid: boolean): string =>
  isPaid
    ? '医院没能确认这个号，预约已取消。您付的钱会原路退还'
    : '医院没能确认这个号，可能刚被约走。您没有付款，请另选时间';

const lateWords = (isPaid: boolean): string =>
  isPaid
    ? '付款到得晚了一点，号源已经退回。您付的钱会原路退还'
    : '保留时间已过，号源已经退回。您没有付款，可以重新预约';
