import type {
  CriticalState,
  DentalPictureMoment,
  DentalWorkState,
  DocumentCategory,
  EncounterClass,
  EncounterStatus,
  ExplanationState,
  GlucoseMoment,
  OrderKind,
  ReleaseState,
  ReportKind,
  ReportStatus,
  ResultFlag,
  TimelineKind,
  VitalAlarmState,
  VitalKind,
  VitalSource,
} from '@suizhen/contract/wire';
import type { Tone } from '@/shared/look/tokens';

/** The words of reports and of the archive, beside those of `labels.ts`. */
export const reportKindWords: Record<ReportKind, string> = {
  lab: '检验',
  imaging: '影像',
  pathology: '病理',
  'physical-exam': '体检',
  'dental-picture': '口腔影像',
};

export const reportStatusWords: Record<ReportStatus, string> = {
  preliminary: '初步报告',
  final: '正式报告',
  amended: '已补充',
  corrected: '已更正',
  cancelled: '已撤回',
};

export const reportStatusTones: Record<ReportStatus, Tone> = {
  preliminary: 'warn',
  final: 'good',
  amended: 'info',
  corrected: 'info',
  cancelled: 'plain',
};

export const releaseWords: Record<ReleaseState, string> = {
  'critical-hold': '危急值待处理',
  review: '待审核',
  timed: '到时发布',
  'in-person': '须到院领取',
  released: '患者可看',
  withheld: '暂不发布',
};

export const releaseTones: Record<ReleaseState, Tone> = {
  'critical-hold': 'danger',
  review: 'warn',
  timed: 'info',
  'in-person': 'info',
  released: 'good',
  withheld: 'plain',
};

/** Always a word, with the arrow that laboratories print. */
export const flagWords: Record<ResultFlag, string> = {
  N: '正常',
  H: '↑ 偏高',
  L: '↓ 偏低',
  HH: '↑↑ 危急偏高',
  LL: '↓↓ 危急偏低',
  A: '异常',
};

export const flagTones: Record<ResultFlag, Tone> = {
  N: 'plain',
  H: 'warn',
  L: 'warn',
  HH: 'danger',
  LL: 'danger',
  A: 'warn',
};

export const criticalStateWords: Record<CriticalState, string> = {
  open: '待确认',
  escalated: '已上报，待确认',
  acknowledged: '已确认，处理中',
  resolved: '已处理',
};

export const criticalStateTones: Record<CriticalState, Tone> = {
  open: 'warn',
  escalated: 'danger',
  acknowledged: 'info',
  resolved: 'good',
};

export const encounterClassWords: Record<EncounterClass, string> = {
  outpatient: '门诊',
  emergency: '急诊',
  inpatient: '住院',
  'physical-exam': '体检',
};

export const encounterStatusWords: Record<EncounterStatus, string> = {
  planned: '未开始',
  'in-progress': '进行中',
  finished: '已结束',
  cancelled: '已取消',
};

export const encounterStatusTones: Record<EncounterStatus, Tone> = {
  planned: 'plain',
  'in-progress': 'info',
  finished: 'good',
  cancelled: 'plain',
};

export const orderKindWords: Record<OrderKind, string> = {
  medication: '用药',
  lab: '检验',
  imaging: '检查',
  procedure: '治疗',
  dental: '口腔',
};

export const documentCategoryWords: Record<DocumentCategory, string> = {
  'outside-report': '外院报告',
  discharge: '出院小结',
  prescription: '处方',
  other: '其他',
};

export const vitalKindWords: Record<VitalKind, string> = {
  'blood-pressure': '血压',
  glucose: '血糖',
  weight: '体重',
  'heart-rate': '心率',
  temperature: '体温',
};

export const vitalSourceWords: Record<VitalSource, string> = {
  manual: '患者填写',
  device: '设备上传',
  staff: '院内测量',
};

export const glucoseMomentWords: Record<GlucoseMoment, string> = {
  fasting: '空腹',
  'after-meal': '餐后两小时',
  'before-sleep': '睡前',
  random: '随机',
};

export const vitalAlarmWords: Record<VitalAlarmState, string> = {
  open: '待联系',
  escalated: '已上报，待联系',
  acknowledged: '已联系',
};

export const vitalAlarmTones: Record<VitalAlarmState, Tone> = {
  open: 'warn',
  escalated: 'danger',
  acknowledged: 'good',
};

export const pictureMomentWords: Record<DentalPictureMoment, string> = {
  before: '治疗前',
  during: '治疗中',
  after: '治疗后',
};

export const dentalWorkWords: Record<DentalWorkState, string> = {
  ordered: '已下单',
  'in-lab': '加工中',
  returned: '已送回，待试戴',
  fitted: '已完成',
  remake: '返工',
  cancelled: '已取消',
};

export const dentalWorkTones: Record<DentalWorkState, Tone> = {
  ordered: 'warn',
  'in-lab': 'info',
  returned: 'info',
  fitted: 'good',
  remake: 'danger',
  cancelled: 'plain',
};

export const explanationWords: Record<ExplanationState, string> = {
  draft: '待审批',
  approved: '已批准',
  retired: '已停用',
};

export const explanationTones: Record<ExplanationState, Tone> = {
  draft: 'warn',
  approved: 'good',
  retired: 'plain',
};

export const directionWords: Record<'high' | 'low' | 'abnormal', string> = {
  high: '偏高',
  low: '偏低',
  abnormal: '异常',
};

export const timelineWords: Record<TimelineKind, string> = {
  appointment: '预约',
  encounter: '就诊',
  report: '报告',
  document: '外院资料',
  'vital-alarm': '体征预警',
  dental: '口腔',
};
