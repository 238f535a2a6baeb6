import type {
  CallOutcome,
  CreditAppealState,
  CreditEventKind,
  DeviceKind,
  QueueEntryState,
  QueuePriority,
  ReconciliationAction,
  ReconciliationDifference,
  ReconciliationState,
  SuspensionCaseState,
  SuspensionReason,
  WaitlistOfferState,
  WaitlistState,
  WaitlistStep,
  WaitlistTarget,
  WorkKind,
  WorkState,
} from '@suizhen/contract/wire';
import type { Tone } from '@/shared/look/tokens';

/** The words of the clinic day, beside those of `labels.ts`. */
export const workKindWords: Record<WorkKind, string> = {
  call: '电话联系',
  'dead-letter': '未送达',
  reconciliation: '对账',
  'critical-value': '危急值',
  'vital-alarm': '体征预警',
  other: '其他',
};

export const workStateWords: Record<WorkState, string> = {
  open: '待处理',
  claimed: '处理中',
  done: '已完成',
  cancelled: '已撤销',
};

export const workStateTones: Record<WorkState, Tone> = {
  open: 'warn',
  claimed: 'info',
  done: 'good',
  cancelled: 'plain',
};

export const callOutcomeWords: Record<CallOutcome, string> = {
  reached: '已接通',
  'no-answer': '无人接听',
  'wrong-number': '号码不对',
  refused: '不愿接听',
};

export const suspensionReasonWords: Record<SuspensionReason, string> = {
  'doctor-ill': '医生生病',
  'doctor-away': '医生外出',
  equipment: '设备故障',
  emergency: '突发情况',
  other: '其他',
};

export const suspensionCaseWords: Record<SuspensionCaseState, string> = {
  told: '已通知',
  reached: '已知晓',
  unreached: '未联系上',
  rescheduled: '已改约',
  cancelled: '已退号',
};

export const suspensionCaseTones: Record<SuspensionCaseState, Tone> = {
  told: 'info',
  reached: 'info',
  unreached: 'danger',
  rescheduled: 'good',
  cancelled: 'plain',
};

export const queueStateWords: Record<QueueEntryState, string> = {
  waiting: '候诊',
  called: '已叫号',
  passed: '过号',
  'in-visit': '就诊中',
  done: '已就诊',
  left: '已离开',
};

export const queueStateTones: Record<QueueEntryState, Tone> = {
  waiting: 'plain',
  called: 'warn',
  passed: 'danger',
  'in-visit': 'info',
  done: 'good',
  left: 'plain',
};

export const priorityWords: Record<QueuePriority, string> = {
  none: '不优先',
  elderly: '高龄',
  returning: '复诊看结果',
  disabled: '行动不便',
  emergency: '病情紧急',
};

export const waitlistTargetWords: Record<WaitlistTarget, string> = {
  slot: '指定时段',
  'half-day': '半天内均可',
  doctor: '该医生均可',
};

export const waitlistStateWords: Record<WaitlistState, string> = {
  waiting: '候补中',
  offered: '待确认',
  fulfilled: '已补上',
  withdrawn: '已退出',
  ended: '已结束',
};

export const waitlistStateTones: Record<WaitlistState, Tone> = {
  waiting: 'info',
  offered: 'warn',
  fulfilled: 'good',
  withdrawn: 'plain',
  ended: 'plain',
};

export const waitlistStepWords: Record<WaitlistStep, string> = {
  joined: '加入候补',
  offered: '收到候补号',
  accepted: '接受候补号',
  declined: '让给下一位',
  expired: '超时未确认',
  'offer-withdrawn': '候补号收回',
  withdrawn: '退出候补',
  ended: '候补结束',
};

export const offerStateWords: Record<WaitlistOfferState, string> = {
  open: '等待确认',
  accepted: '已接受',
  declined: '让给下一位',
  expired: '超时未确认',
  withdrawn: '已收回',
};

export const creditKindWords: Record<CreditEventKind, string> = {
  'no-show': '爽约',
  'late-cancel': '临近取消',
  amnesty: '谅解',
  manual: '人工记录',
};

export const appealStateWords: Record<CreditAppealState, string> = {
  open: '待处理',
  upheld: '申诉成立',
  rejected: '申诉未成立',
};

export const appealStateTones: Record<CreditAppealState, Tone> = {
  open: 'warn',
  upheld: 'good',
  rejected: 'plain',
};

export const differenceWords: Record<ReconciliationDifference, string> = {
  long: '长款（对方有，我方无）',
  short: '短款（我方有，对方无）',
  differing: '金额或状态不符',
  'cross-day': '跨日',
};

export const reconciliationWords: Record<ReconciliationState, string> = {
  waiting: '等待账单',
  matched: '账平',
  differences: '有差异',
  settled: '差异已处理',
  failed: '未取到账单',
};

export const reconciliationTones: Record<ReconciliationState, Tone> = {
  waiting: 'plain',
  matched: 'good',
  differences: 'danger',
  settled: 'good',
  failed: 'warn',
};

export const actionWords: Record<ReconciliationAction, string> = {
  'credit-order': '补记收款',
  'refund-to-patient': '退还患者',
  'query-provider': '向微信支付核实',
  'correct-record': '更正我方记录',
  'carry-over': '转入次日核对',
  'write-off': '核销',
};

export const deviceKindWords: Record<DeviceKind, string> = {
  board: '候诊大屏',
  kiosk: '自助机',
};
