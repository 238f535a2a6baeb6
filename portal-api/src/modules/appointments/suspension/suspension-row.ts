import type { ResponseOf, SuspensionReason, SuspensionState } from '@suizhen/contract';
import type { SuspendedClinic } from './affected-clinics';

type Suspension = ResponseOf<'getSuspension'>;

export interface SuspensionRow extends Record<string, unknown> {
  id: string;
  state: SuspensionState;
  reason: SuspensionReason;
  note: string;
  branch_id: string;
  created_at: Date;
  created_by_name: string;
  closed_at: Date | null;
  closed_by_name: string | null;
  clinics: SuspendedClinic[];
  answer_before: Date | null;
  cases: number;
  told: number;
  reached: number;
  unreached: number;
  rescheduled: number;
  cancelled: number;
}

const countOf = (state: string) => `count(*) filter (where c.state = '${state}')::int as ${state}`;

/** @param tail `where …`, `order by …`, over the alias `s` */
export const selectSuspensions = (tail: string) => `
  select s.id, s.state, s.reason, s.note, s.branch_id, s.created_at, creator.name as created_by_name, s.closed_at,
    closer.name as closed_by_name, coalesce(clinic.list, '[]') as clinics, visit.*
  from clinic_suspension s
  join staff creator on creator.id = s.created_by
  left join staff closer on closer.id = s.closed_by
  cross join lateral (
    select jsonb_agg(jsonb_build_object('rosterId', r.id, 'doctorId', r.doctor_id, 'doctorName', d.name,
        'departmentName', dp.name, 'date', r.date, 'period', r.period, 'booked', sr.booked, 'held', sr.held,
        'waiting', sr.waiting) order by r.date, r.start_time, d.name, r.id) as list
    from suspension_roster sr
    join roster r on r.id = sr.roster_id
    join doctor d on d.id = r.doctor_id
    join department dp on dp.id = r.department_id
    where sr.suspension_id = s.id) clinic
  cross join lateral (
    select max(c.answer_before) as answer_before, count(*)::int as cases,
      ${['told', 'reached', 'unreached', 'rescheduled', 'cancelled'].map(countOf).join(', ')}
    from suspension_case c where c.suspension_id = s.id) visit
  ${tail}`;

export function presentSuspension(row: SuspensionRow): Suspension {
  const open = row.told + row.reached + row.unreached;
  return {
    id: row.id,
    state: row.state,
    reason: row.reason,
    note: row.note,
    branchId: row.branch_id,
    // With nobody affected nobody has to answer.
    answerBefore: (row.answer_before ?? row.created_at).toISOString(),
    clinics: row.clinics,
    cases: row.cases,
    told: row.told,
    reached: row.reached,
    unreached: row.unreached,
    rescheduled: row.rescheduled,
    cancelled: row.cancelled,
    mayClose: row.state === 'open' && open === 0,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by_name,
    closedAt: row.closed_at?.toISOString() ?? null,
    closedBy: row.closed_by_name,
  };
}
