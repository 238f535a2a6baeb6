/** How visits and documents are said to patients. */
import type {
  DocumentCategory,
  EncounterClass,
  EncounterStatus,
  OrderKind,
} from '@suizhen/contract/wire';

export const classWords: Record<EncounterClass, string> = {
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

export const orderWords: Record<OrderKind, string> = {
  medication: '用药',
  lab: '检验',
  imaging: '检查',
  procedure: '治疗',
  dental: '口腔',
};

export const categoryWords: Record<DocumentCategory, string> = {
  'outside-report': '检查报告',
  discharge: '出院小结',
  prescription: '处方',
  other: '其他',
};

/** Systems write their own words or FHIR's; what is not known here is shown as it came. */
const statusOfOrders: Record<string, string> = {
  draft: '未开始',
  active: '进行中',
  'on-hold': '暂停',
  completed: '已完成',
  revoked: '已取消',
  cancelled: '已取消',
  stopped: '已停止',
};

export const orderStatusWords = (status: string): string => statusOfOrders[status] ?? status;
