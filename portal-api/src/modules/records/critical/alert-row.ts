import { maskName, type CriticalState, type ResponseOf } from '@suizhen/contract';
import type { CriticalItem } from './critical-alerts';

export type CriticalAlert = ResponseOf<'listCriticalAlerts'>['items'][number];

export interface AlertRow extends Record<string, unknown> {
  id: string;
  state: CriticalState;
  report_id: string;
  report_name: string;
  patient_id: string;
  patient_name: string;
  branch_id: string;
  department_id: string | null;
  department_name: string;
  requester_name: string;
  items: CriticalItem[];
  raised_at: Date;
  due_at: Date;
  level: number;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  note: string;
  resolved_at: Date | null;
  outcome: string;
  version: number;
  /** What waits comes first, by when it is due; then the others, latest first. */
  rank: number;
  sort_key: number;
}

export const rank = `case when c.state in ('open', 'escalated') then 0 else 1 end`;
export const sortKey = `case when c.state in ('open', 'escalated') then extract(epoch from c.due_at)
  else -extract(epoch from c.raised_at) end::float8`;

export const alertColumns = `c.id, c.state, c.report_id, r.name as report_name, c.patient_id, p.name as patient_name,
  c.branch_id, c.department_id, coalesce(nullif(r.department_name, ''), d.name, '') as department_name,
  r.requester_name, c.items, c.raised_at, c.due_at, c.level, c.acknowledged_at, s.name as acknowledged_by, c.note,
  c.resolved_at, c.outcome, c.version, ${rank} as rank, ${sortKey} as sort_key`;

export const alertTables = `critical_alert c join diagnostic_report r on r.id = c.report_id
  join patient p on p.id = c.patient_id left join department d on d.id = c.department_id
  left join staff s on s.id = c.acknowledged_by`;

export function presentAlert(row: AlertRow, seesClear: boolean): CriticalAlert {
  return {
    id: row.id,
    state: row.state,
    reportId: row.report_id,
    reportName: row.report_name,
    patientId: row.patient_id,
    patientName: seesClear ? row.patient_name : maskName(row.patient_name),
    branchId: row.branch_id,
    departmentId: row.department_id,
    departmentName: row.department_name,
    requesterName: row.requester_name,
    items: row.items.map(({ name, value, unit, rangeText }) => ({ name, value, unit, rangeText })),
    raisedAt: row.raised_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    level: row.level,
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    acknowledgedBy: row.acknowledged_by,
    note: row.note,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    outcome: row.outcome,
    version: row.version,
  };
}
