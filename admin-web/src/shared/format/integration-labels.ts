import type {
  AdapterKind,
  ConflictState,
  ExternalSystemKind,
  InboundFault,
  InboundKind,
  InboundState,
  NumberSourceOwner,
  OutboundKind,
  OutboundState,
  SyncDirection,
} from '@suizhen/contract/wire';
import type { Tone } from '@/shared/look/tokens';

/** The words of what is exchanged with the hospital's own systems. */
export const adapterWords: Record<AdapterKind, string> = {
  fhir: 'FHIR R4 接口',
  hl7: 'HL7 v2（MLLP）',
  views: '只读数据库视图',
};

export const systemKindWords: Record<ExternalSystemKind, string> = {
  his: 'HIS',
  lis: 'LIS（检验）',
  pacs: 'PACS（影像）',
};

export const inboundKindWords: Record<InboundKind, string> = {
  patient: '患者',
  'patient-merge': '患者合并',
  practitioner: '医生',
  roster: '排班',
  slot: '号源',
  appointment: '预约',
  encounter: '就诊',
  condition: '诊断',
  'medication-request': '处方',
  observation: '检验结果',
  charge: '费用',
  report: '报告',
};

export const outboundKindWords: Record<OutboundKind, string> = {
  patient: '患者登记',
  appointment: '预约',
  'appointment-cancel': '退号',
  'check-in': '签到',
};

export const directionWords: Record<SyncDirection, { short: string; long: string }> = {
  in: { short: '收', long: '接收' },
  out: { short: '发', long: '发送' },
};

export const inboundStateWords: Record<InboundState, string> = {
  received: '待处理',
  processed: '已收入',
  superseded: '已有更新版本',
  'set-aside': '已搁置',
  quarantined: '隔离',
  discarded: '已放弃',
};

export const inboundStateTones: Record<InboundState, Tone> = {
  received: 'info',
  processed: 'good',
  superseded: 'plain',
  'set-aside': 'plain',
  quarantined: 'danger',
  discarded: 'plain',
};

export const faultWords: Record<InboundFault, string> = {
  unreadable: '无法读取',
  'wrong-encoding': '编码不对',
  'broken-segment': '消息段不完整',
  'too-large': '消息过大',
  'unknown-kind': '类型不认识',
  'missing-field': '缺少必填内容',
  'absurd-date': '日期不合理',
  'unit-mismatch': '单位不一致',
  'unknown-patient': '找不到患者',
  'unknown-department': '找不到科室',
  'unknown-practitioner': '找不到医生',
  conflict: '两边都有修改',
  'not-kept-here': '本系统不保存',
  internal: '系统内部问题',
};

export const outboundStateWords: Record<OutboundState, string> = {
  queued: '等待发送',
  unknown: '没有回应，先查询',
  acknowledged: '对方已收到',
  refused: '对方拒收',
};

export const outboundStateTones: Record<OutboundState, Tone> = {
  queued: 'info',
  unknown: 'warn',
  acknowledged: 'good',
  refused: 'danger',
};

export const conflictWords: Record<ConflictState, string> = {
  open: '待决定',
  'kept-ours': '保留我方',
  'took-theirs': '采用对方',
};

export const conflictTones: Record<ConflictState, Tone> = {
  open: 'warn',
  'kept-ours': 'good',
  'took-theirs': 'good',
};

export const numberSourceWords: Record<NumberSourceOwner, string> = {
  portal: '本系统',
  his: 'HIS',
};
