/** How the closed lists of the contract are said to patients. */
import type {
  AppointmentStatus,
  CancelReason,
  DoctorTitle,
  FeeState,
  Gender,
  IdentityType,
  RecordIdentityType,
  Relation,
} from '@suizhen/contract/wire';

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
  other: '其他亲友',
};

export const titleWords: Record<DoctorTitle, string> = {
  chief: '主任医师',
  'associate-chief': '副主任医师',
  attending: '主治医师',
  resident: '住院医师',
};

export const statusWords: Record<AppointmentStatus, string> = {
  pending: '待支付',
  booked: '已预约',
  arrived: '已签到',
  fulfilled: '已就诊',
  cancelled: '已取消',
  noshow: '未到诊',
};

export const feeWords: Record<FeeState, string> = {
  free: '免费',
  unpaid: '待支付',
  'pay-at-desk': '到院支付',
  paid: '已支付',
  refunding: '退款中',
  refunded: '已退款',
};

/** Nobody is asked for the fee of a visit that was cancelled. */
export const feeWordsOf = (visit: { status: AppointmentStatus; feeState: FeeState }): string => {
  const isOpen = visit.feeState === 'unpaid' || visit.feeState === 'pay-at-desk';
  return visit.status === 'cancelled' && isOpen ? '未支付' : feeWords[visit.feeState];
};

/** Reasons a patient can choose; what the hospital did is never a patient's. */
export const cancelReasonWords: Record<
  Exclude<CancelReason, 'clinic-suspended' | 'number-refused'>,
  string
> = {
  'schedule-conflict': '时间有冲突',
  recovered: '身体已好转',
  'other-hospital': '去其他医院就诊',
  'booked-by-mistake': '选错了医生或时间',
  other: '其他原因',
};

export const cancelledWords = (reason: CancelReason | null): string => {
  if (reason === null) return '';
  if (reason === 'clinic-suspended') return '医生停诊';
  return reason === 'number-refused' ? '医院号源未能确认' : cancelReasonWords[reason];
};
