import { errorStatus, type ErrorCode } from '@suizhen/contract';

/** What a person reads when nothing better is said. Safe to show: no names, no numbers. */
const errorMessages: Record<ErrorCode, string> = {
  MALFORMED_REQUEST: '请求格式不正确，请刷新后再试',
  UNAUTHENTICATED: '请先登录',
  INVALID_CREDENTIALS: '用户名或密码不正确',
  TOTP_REQUIRED: '请输入动态验证码',
  SIGNATURE_INVALID: '签名验证失败',
  FORBIDDEN: '您没有这项操作的权限',
  CSRF_FAILED: '页面已过期，请刷新后再试',
  STEP_UP_REQUIRED: '请先用手机验证码确认是您本人',
  CONSENT_REQUIRED: '请先阅读并同意隐私说明',
  PASSWORD_CHANGE_REQUIRED: '请先修改密码',
  NOT_FOUND: '没有找到您要的内容',
  METHOD_NOT_ALLOWED: '不支持这种请求方式',
  CONFLICT: '与现有信息冲突，请刷新后再试',
  VERSION_CONFLICT: '内容已被更新，请刷新后再改',
  SLOT_FULL: '这个时段刚刚约满了',
  SLOT_NOT_OPEN: '这个时段现在不能预约',
  ALREADY_BOOKED: '该就诊人已有同科室当天的预约',
  HOLD_EXPIRED: '号源保留时间已过，请重新选择',
  INVALID_STATE: '当前状态不能进行这项操作',
  CANCEL_CUTOFF_PASSED: '已过网上取消时间，请联系医院前台',
  PAYMENT_MODE_NOT_ALLOWED: '暂不支持这种支付方式',
  PATIENT_LIMIT_REACHED: '就诊人数量已达上限',
  PATIENT_LOCKED: '该患者档案已封存，不能修改',
  PATIENT_SUSPENDED: '该就诊人因多次爽约暂停网上预约，可查看信用记录或申诉',
  RESCHEDULE_NOT_ALLOWED: '这个预约现在不能改约',
  ALREADY_WAITING: '已经在候补了',
  NOTHING_TO_WAIT_FOR: '现在还有号，可以直接预约',
  WAITLIST_CLOSED: '现在不能加入候补',
  OFFER_EXPIRED: '候补号保留时间已过，已让给下一位',
  CLINIC_SUSPENDED: '该班次已停诊',
  SUSPENSION_CASES_OPEN: '还有患者没有安排好，不能关闭',
  CHECK_IN_NOT_OPEN: '现在不在签到时间内',
  CHECK_IN_TOO_FAR: '您离医院还有些远，到院后再签到',
  PAYMENT_REQUIRED_FIRST: '请先缴挂号费再签到',
  QUEUE_EMPTY: '没有候诊的患者了',
  ALREADY_APPEALED: '这条记录已经申诉过',
  DAY_ALREADY_CLOSED: '当天已日结',
  ROSTER_CLASH: '与已有排班冲突',
  ROSTER_HAS_APPOINTMENTS: '已有患者预约，不能这样修改',
  NAME_TAKEN: '名称或编码已被使用',
  OUTSTANDING_APPOINTMENTS: '还有未完成的预约，请先处理',
  IDEMPOTENCY_KEY_REUSED: '请求编号已用于其他内容，请重新提交',
  IDEMPOTENCY_IN_PROGRESS: '正在处理，请稍候',
  PAYLOAD_TOO_LARGE: '提交的内容太大',
  UNSUPPORTED_MEDIA_TYPE: '请以 JSON 格式提交',
  INVALID_FIELD: '有内容需要修改，请查看提示',
  CODE_INVALID: '验证码不正确或已过期',
  FILE_REJECTED: '文件不能接收，请换成 JPG、PNG 图片或 PDF',
  IDENTITY_MISMATCH: '姓名与证件号码不一致，请核对',
  ACCOUNT_LOCKED: '登录失败次数过多，账号已暂时锁定',
  RATE_LIMITED: '操作太频繁，请稍后再试',
  INTERNAL: '系统出现问题，请稍后再试',
  PROVIDER_UNAVAILABLE: '外部服务暂时没有响应，请稍后再试',
  UNAVAILABLE: '系统正忙，请稍后再试',
};

interface AppErrorOptions {
  /** A better sentence for people than the code's own. No personal data. */
  message?: string;
  /** JSON path → what to do about it, e.g. `{ 'body.phone': '请填写 11 位手机号' }`. */
  fields?: Record<string, string>;
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** The one error type of the product. Everything else that reaches the edge is a fault of ours: 500. */
export class AppError extends Error {
  readonly status: number;
  readonly fields: Record<string, string> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    options: AppErrorOptions = {},
  ) {
    super(options.message ?? errorMessages[code], { cause: options.cause });
    this.name = 'AppError';
    this.status = errorStatus[code];
    this.fields = options.fields;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** One faulty field, by its path in the request. */
export function fieldError(path: string, message: string): AppError {
  return new AppError('INVALID_FIELD', { fields: { [path]: message } });
}
