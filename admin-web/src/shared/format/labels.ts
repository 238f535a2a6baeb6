import type {
  AppointmentStatus,
  CancelActor,
  CancelReason,
  CareClass,
  Channel,
  DayPeriod,
  DeskPaymentMethod,
  DoctorTitle,
  FeeState,
  Gender,
  IdentityType,
  RecordIdentityType,
  PaymentMethod,
  PaymentState,
  RefundState,
  Relation,
  ResourceKind,
  RoleId,
  ScopeKind,
  Verb,
} from '@suizhen/contract/wire';
import type { Tone } from '@/shared/look/tokens';

/** The words people read for the closed lists of the contract, in one place. */
export const genderWords: Record<Gender, string> = {
  male: '男',
  female: '女',
  other: '其他',
  unknown: '未说明',
};

export const identityTypeWords: Record<IdentityType, string> = {
  'resident-id': '居民身份证',
  passport: '护照',
  'hk-macao-permit': '港澳居民来往内地通行证',
  'taiwan-permit': '台湾居民来往大陆通行证',
  newborn: '新生儿（暂无证件）',
};

/** As `identityTypeWords`, with what only a system of the hospital makes. */
export const recordIdentityTypeWords: Record<RecordIdentityType, string> = {
  ...identityTypeWords,
  'hospital-record': '院内档案（未登记证件）',
};

export const relationWords: Record<Relation, string> = {
  self: '本人',
  spouse: '配偶',
  child: '子女',
  parent: '父母',
  sibling: '兄弟姐妹',
  other: '其他',
};

export const careClassWords: Record<CareClass, string> = {
  regular: '常规',
  key: '重点',
  special: '特殊',
};

export const careClassTones: Record<CareClass, Tone> = {
  regular: 'plain',
  key: 'warn',
  special: 'info',
};

export const periodWords: Record<DayPeriod, string> = {
  morning: '上午',
  afternoon: '下午',
  evening: '晚间',
};

export const titleWords: Record<DoctorTitle, string> = {
  chief: '主任医师',
  'associate-chief': '副主任医师',
  attending: '主治医师',
  resident: '住院医师',
};

export const channelWords: Record<Channel, string> = {
  wechat: '微信',
  phone: '电话',
  desk: '窗口',
};

export const appointmentWords: Record<AppointmentStatus, string> = {
  pending: '待确认',
  booked: '已预约',
  arrived: '已到诊',
  fulfilled: '已就诊',
  cancelled: '已取消',
  noshow: '未到诊',
};

export const appointmentTones: Record<AppointmentStatus, Tone> = {
  pending: 'warn',
  booked: 'info',
  arrived: 'good',
  fulfilled: 'plain',
  cancelled: 'plain',
  noshow: 'danger',
};

export const feeWords: Record<FeeState, string> = {
  free: '免费',
  unpaid: '待支付',
  'pay-at-desk': '到院支付',
  paid: '已支付',
  refunding: '退款中',
  refunded: '已退款',
};

export const feeTones: Record<FeeState, Tone> = {
  free: 'plain',
  unpaid: 'warn',
  'pay-at-desk': 'warn',
  paid: 'good',
  refunding: 'info',
  refunded: 'plain',
};

export const cancelReasonWords: Record<CancelReason, string> = {
  'schedule-conflict': '时间有冲突',
  recovered: '病情好转',
  'other-hospital': '改去其他医院',
  'booked-by-mistake': '挂错号',
  'clinic-suspended': '医生停诊',
  'number-refused': '医院号源未确认',
  other: '其他原因',
};

export const cancelActorWords: Record<CancelActor, string> = {
  patient: '患者取消',
  staff: '员工取消',
  system: '系统取消',
};

export const methodWords: Record<PaymentMethod, string> = {
  'wechat-jsapi': '微信支付',
  'wechat-native': '微信扫码',
  cash: '现金',
  'bank-card': '银行卡',
  insurance: '医保',
};

export const deskMethodWords: Record<DeskPaymentMethod, string> = {
  cash: '现金',
  'bank-card': '银行卡',
  insurance: '医保',
};

export const paymentWords: Record<PaymentState, string> = {
  created: '待支付',
  paying: '支付中',
  paid: '已支付',
  closed: '已关闭',
  'partially-refunded': '部分退款',
  refunded: '已退款',
};

export const paymentTones: Record<PaymentState, Tone> = {
  created: 'warn',
  paying: 'warn',
  paid: 'good',
  closed: 'plain',
  'partially-refunded': 'info',
  refunded: 'plain',
};

export const refundWords: Record<RefundState, string> = {
  requested: '已申请',
  processing: '处理中',
  succeeded: '已到账',
  abnormal: '退款异常',
};

export const refundTones: Record<RefundState, Tone> = {
  requested: 'info',
  processing: 'info',
  succeeded: 'good',
  abnormal: 'danger',
};

export const roleWords: Record<RoleId, string> = {
  'super-admin': '超级管理员',
  president: '医院总裁',
  'development-director': '发展改革总监',
  manager: '部门经理',
  supervisor: '主管',
  staff: '员工',
  'data-analyst': '数据分析专员',
  'front-desk': '前台',
  nurse: '护士',
  doctor: '医生',
};

export const verbWords: Record<Verb, string> = {
  create: '录入',
  update: '修改',
  delete: '删除',
  retrieve: '调取',
  display: '显示',
  analyse: '分析',
  print: '打印',
  import: '导入',
  export: '导出',
};

export const resourceWords: Record<ResourceKind, string> = {
  settings: '设置',
  staff: '员工',
  role: '角色',
  audit: '审计',
  directory: '科室与医生',
  roster: '排班',
  patient: '患者',
  appointment: '预约',
  payment: '支付',
  report: '报告',
  queue: '排队叫号',
  work: '待办',
  device: '大屏与自助机',
  credit: '信用',
  finance: '对账',
  archive: '健康档案',
  integration: '系统对接',
  knowledge: '解读文本',
};

export const scopeWords: Record<ScopeKind, string> = {
  all: '全院',
  branch: '本院区',
  department: '本科室',
  team: '本团队',
  self: '本人',
};

/** The choices of a select, in the order of the list. */
export function optionsOf<K extends string>(
  words: Record<K, string>,
): { value: K; label: string }[] {
  return (Object.entries(words) as [K, string][]).map(([value, label]) => ({ value, label }));
}

/** A value from the URL, if it is one of the list. */
export function oneOf<K extends string>(
  words: Record<K, string>,
  value: string | undefined,
): K | undefined {
  return value !== undefined && Object.hasOwn(words, value) ? (value as K) : undefined;
}

/** Rooms are often named after their department; it is said once. */
export const roomWords = ({ departmentName, room }: { departmentName: string; room: string }) =>
  room.startsWith(departmentName) ? room : `${departmentName} ${room}`;
