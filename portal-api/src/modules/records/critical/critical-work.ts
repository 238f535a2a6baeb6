/** What the 待办 list says of critical values; neither the patient's name nor the value. */
import type { NewWorkItem } from '../../work';

export const criticalSubject = 'critical-alert';

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

export function criticalWork(alert: AlertPlace): NewWorkItem {
  const { id, level, patientId, branchId, departmentId, dueAt } = alert;
  return {
    kind: 'critical-value',
    title: level === 1 ? '危急值待确认' : `危急值超时未确认（第 ${level} 级）`,
    detail:
      level === 1
        ? '请打开“危急值”核对并确认，时限内无人确认将上报'
        : '上一级在时限内无人确认，请立即打开“危急值”确认并处理',
    patientId,
    branchId,
    ...(level === 1 && departmentId !== null ? { departmentId } : {}),
    subjectKind: criticalSubject,
    subjectId: id,
    dueAt,
    dedupeKey: `critical:${id}:${level}`,
  };
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
    subjectKind: 'critical-follow-up',
    subjectId: id,
    dueAt,
    dedupeKey: `critical-follow-up:${id}`,
  };
}
