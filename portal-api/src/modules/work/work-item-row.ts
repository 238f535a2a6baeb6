import type { CallOutcome, ResponseOf, WorkKind, WorkState } from '@suizhen/contract';
import type { WorkSubject } from './ports';

export type WorkItemAnswer = ResponseOf<'claimWorkItem'>;

export interface WorkItemRow extends Record<string, unknown> {
  id: string;
  kind: WorkKind;
  state: WorkState;
  title: string;
  detail: string;
  branch_id: string | null;
  department_id: string | null;
  patient_id: string | null;
  subject_kind: string;
  subject_id: string | null;
  appointment_id: string | null;
  due_at: Date;
  escalated_at: Date | null;
  claimed_by: string | null;
  claimer_name: string | null;
  attempts: number;
  outcome: CallOutcome | null;
  note: string;
  created_at: Date;
  done_at: Date | null;
  version: number;
}

/** @param tail `where …`, `order by …`, over the alias `w` */
export const selectWorkItems = (tail: string) => `
  select w.id, w.kind, w.state, w.title, w.detail, w.branch_id, w.department_id, w.patient_id, w.subject_kind,
    w.subject_id, w.appointment_id, w.due_at, w.escalated_at, w.claimed_by, claimer.name as claimer_name,
    w.attempts, w.outcome, w.note, w.created_at, w.done_at, w.version
  from work_item w left join staff claimer on claimer.id = w.claimed_by
  ${tail}`;

/** Over `work_item w`: past its time, or called so often in vain that the supervisor has to look. */
export const overdueSql = (now: string) =>
  `(w.state in ('open', 'claimed') and (w.due_at < ${now} or w.escalated_at is not null))`;

export interface WorkView {
  now: Date;
  staffId: string;
  seesClear: boolean;
  subjects: ReadonlyMap<string, WorkSubject>;
}

export function presentWorkItem(row: WorkItemRow, view: WorkView): WorkItemAnswer {
  const subject = row.patient_id === null ? undefined : view.subjects.get(row.patient_id);
  const isLive = row.state === 'open' || row.state === 'claimed';
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    title: row.title,
    detail: row.detail,
    branchId: row.branch_id,
    departmentId: row.department_id,
    patientId: row.patient_id,
    patientName: subject ? (view.seesClear ? subject.name : subject.nameMasked) : null,
    phoneMasked: subject?.phoneMasked ?? null,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    appointmentId: row.appointment_id,
    dueAt: row.due_at.toISOString(),
    isOverdue: isLive && (row.due_at < view.now || row.escalated_at !== null),
    claimedBy: row.claimer_name,
    isMine: row.claimed_by === view.staffId,
    attempts: row.attempts,
    outcome: row.outcome,
    note: row.note,
    createdAt: row.created_at.toISOString(),
    doneAt: row.done_at?.toISOString() ?? null,
    version: row.version,
  };
}
