import type { ErrorCode } from '@suizhen/contract/wire';

/** What went wrong with a request: the API's codes, and two of the way there. */
export type FailureCode = ErrorCode | 'OFFLINE' | 'TIMEOUT';

export class ApiError extends Error {
  readonly code: FailureCode;
  readonly fields: Readonly<Record<string, string>>;
  readonly requestId: string;

  constructor(
    code: FailureCode,
    message: string,
    details: { fields?: Record<string, string> | undefined; requestId?: string | undefined } = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.fields = details.fields ?? {};
    this.requestId = details.requestId ?? '';
  }

  /** True when nobody knows whether the server did it: the same request may be sent again. */
  get isUnanswered(): boolean {
    return unanswered.has(this.code);
  }

  /** True when a code to the phone opens what was asked for. */
  get needsStepUp(): boolean {
    return this.code === 'STEP_UP_REQUIRED';
  }

  get isOffline(): boolean {
    return this.code === 'OFFLINE' || this.code === 'TIMEOUT';
  }
}

const unanswered: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'OFFLINE',
  'TIMEOUT',
  'INTERNAL',
  'UNAVAILABLE',
  'PROVIDER_UNAVAILABLE',
  'IDEMPOTENCY_IN_PROGRESS',
]);

/** Where the server's sentence can be said better by who knows the screen. */
const words: Partial<Record<FailureCode, string>> = {
  OFFLINE: '网络没有连上，请检查网络后再试',
  TIMEOUT: '网络有些慢，请稍后再试',
  UNAUTHENTICATED: '登录已过期，请重新登录',
  CONSENT_REQUIRED: '需要您先同意健康信息处理说明',
  STEP_UP_REQUIRED: '请先用短信验证码确认是您本人',
  FORBIDDEN: '您没有权限查看这项内容',
  NOT_FOUND: '没有找到这项内容，可能已经变动',
  SLOT_FULL: '这个时段刚刚约满了',
  SLOT_NOT_OPEN: '这个时段还没有放号',
  ALREADY_BOOKED: '这位就诊人当天在本科室已有预约',
  PATIENT_LOCKED: '这位就诊人暂时不能预约，请联系医院窗口',
  ALREADY_WAITING: '这位就诊人已经在候补这里的号了',
  NOTHING_TO_WAIT_FOR: '现在还有号，可以直接预约，不用候补',
  OFFER_EXPIRED: '保留时间已过，这个号已经让给下一位',
  CHECK_IN_TOO_FAR: '您离医院还有点远，到院后再签到',
  PAYMENT_REQUIRED_FIRST: '请先到窗口付挂号费，再签到',
  ALREADY_APPEALED: '这条记录已经申诉过了',
  HOLD_EXPIRED: '号源保留时间已过，请重新选择时段',
  CANCEL_CUTOFF_PASSED: '已过自助取消时间，请联系医院窗口',
  PAYMENT_MODE_NOT_ALLOWED: '目前不支持这种支付方式',
  PATIENT_LIMIT_REACHED: '就诊人数量已达上限，请先移除不再需要的就诊人',
  OUTSTANDING_APPOINTMENTS: '还有未完成的预约，请先取消或等待就诊结束',
  VERSION_CONFLICT: '内容刚刚有更新，请刷新后再改',
  IDEMPOTENCY_IN_PROGRESS: '正在处理，请稍候',
  CODE_INVALID: '验证码不正确或已过期',
  IDENTITY_MISMATCH: '信息与医院登记的不一致，请核对或到窗口办理',
  RATE_LIMITED: '操作太频繁了，请稍后再试',
  INTERNAL: '系统出了点问题，请稍后再试',
  UNAVAILABLE: '系统正忙，请稍后再试',
};

/** A sentence for the patient, whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiError)) return '出了点问题，请稍后再试';
  return words[error.code] ?? (error.message || '出了点问题，请稍后再试');
}

/** What to do about one input, from the server's `body.phone`-like paths. */
export function fieldError(error: unknown, name: string): string | undefined {
  return error instanceof ApiError
    ? (error.fields[`body.${name}`] ?? error.fields[name])
    : undefined;
}
