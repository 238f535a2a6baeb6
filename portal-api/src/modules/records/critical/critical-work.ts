/** What the 待办 list says of critical values; neither the patient's name nor the value. */
import type { NewWorkItem } from '../../work';

export const criticalSubject = 'critical-alert';
export const followUpSubject = 'critical-follow-up';

export const departmentLevel = 1;
export const branchLevel = 2;
/** The last level: everybody who may act on reports. */
export const highestLevel = 3;

export interface AlertPlace {
  id: string;
  /** 1 the department, 2 the branch, 3 everybody who may act on reports. */
  level: number;
  patientId: string;
  branchId: string;
  departmentId: string | null;
  dueAt: Date;
}

/** @param news `late`: those below did not acknowledge it in time */
export function criticalWork(alert: AlertPlace, news: 'new' | 'late'): NewWorkItem {
  const { id, level, patientId, branchId, departmentId, dueAt } = alert;
  return {
    kind: 'critical-value',
    title: news === 'new' ? '危急值待确认' : `危急值超时未确认（第 ${level} 级）`,
    detail: news === 'late' ? lateWords : newWords(departmentId),
    patientId,
    branchId,
    ...(level === departmentLevel && departmentId !== null ? { departmentId } : {}),
    subjectKind: criticalSubject,
    subjectId: id,
    dueAt,
    dedupeKey: `critical:${id}:${level}`,
  };
}

const lateWords = '上一级在时限内无人确认，请立即打开“危急值”确认并处理';

function newWords(departmentId: string | null): string {
  const words = '请打开“危急值”核对并确认，时限内无人确认将上报';
  return departmentId === null ? `报告没有科室，近期也没有就诊，由本院区处理。${words}` : words;
}

export function followUpCall(
  alert: Pick<AlertPlace, 'id' | 'patientId' | 'branchId' | 'departmentId' | 'dueAt'>,
): NewWorkItem {
  const { id, patientId, branchId, departmentId, dueAt } = alert;
  return {
    kind: 'call',
    title: '危急值随访',
    detail: '请联系患者，了解危急值的处理情况并提醒复查',
    patientId,
    branchId,
    ...(departmentId === null ? {} : { departmentId }),
    subjectKind: followUpSubject,
    subjectId: id,
    dueAt,
    dedupeKey: `critical-follow-up:${id}`,
  };
}
