import { ApiError } from '@/shared/api/api-error';

/** What went wrong, in the words of somebody who helps, and what to do now. */
export interface Problem {
  title: string;
  advice: string;
  /** The same step may succeed in a moment. */
  mayRepeat: boolean;
}

const problem = (title: string, advice: string, mayRepeat = false): Problem => ({
  title,
  advice,
  mayRepeat,
});

/** Nobody of that number and nothing today read the same: the kiosk tells no stranger who is a patient. */
export const nothingFound = problem(
  '没有查到今天可以签到的预约',
  '请核对号码后再试，或到前台办理。',
);

const problems: Record<string, Problem> = {
  OFFLINE: problem('网络暂时不可用', '请稍后再试，或到前台签到。', true),
  RATE_LIMITED: problem('查询次数较多', '请稍后再试，或到前台签到。'),
  PAYMENT_REQUIRED_FIRST: problem(
    '挂号费还没有缴',
    '请先用手机或到收费窗口缴费，再来签到。需要帮助请到前台。',
  ),
  CLINIC_SUSPENDED: problem('医生今天停诊', '请到前台，工作人员会为您安排。'),
  INVALID_STATE: problem('这个预约不能签到', '预约可能已经取消或已就诊，请到前台核对。'),
  CODE_INVALID: problem('操作已超时', '请返回首页重新查询，或到前台办理。'),
  INVALID_FIELD: problem('号码没有填对', '请核对后再试，或到前台办理。'),
};

export function problemOf(error: unknown): Problem {
  if (!(error instanceof ApiError)) return elsewhere;
  // Too early or too late: the server's sentence says which.
  if (error.code === 'CHECK_IN_NOT_OPEN') {
    return problem('现在不能自助签到', `${withStop(error.message)}有疑问请到前台。`);
  }
  const known = problems[error.code];
  if (known) return known;
  return error.status >= 500 ? busy : elsewhere;
}

const elsewhere = problem('暂时不能签到', '请到前台办理。');
const busy = problem('系统暂时没有响应', '请稍后再试，或到前台签到。', true);

const withStop = (sentence: string): string =>
  /[。！？]$/.test(sentence) ? sentence : `${sentence}。`;
