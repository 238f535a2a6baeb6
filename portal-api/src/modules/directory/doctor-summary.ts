import type { DoctorTitle, ResponseOf } from '@suizhen/contract';
import type { DoctorAvailability } from './ports';

export type DoctorSummary = ResponseOf<'listDepartmentDoctors'>['items'][number];

export interface DoctorSummaryRow extends Record<string, unknown> {
  id: string;
  name: string;
  title: DoctorTitle;
  department_id: string;
  department_name: string;
  branch_id: string;
  branch_name: string;
  specialty: string;
  intro: string;
  photo_url: string | null;
}

/**
 * Doctors whom patients may see on the list.
 * @param condition over `doctor` and `department`
 */
export const selectDoctorSummaries = (condition: string) => `
  select doctor.id, doctor.name, doctor.title, department.id as department_id,
    department.name as department_name, branch.id as branch_id, branch.name as branch_name,
    doctor.specialty, doctor.intro, doctor.photo_url
  from doctor
  join department on department.id = doctor.department_id and department.is_active
  join branch on branch.id = department.branch_id and branch.is_active
  where doctor.is_active and ${condition}
  order by array_position(array['chief', 'associate-chief', 'attending', 'resident'], doctor.title),
    doctor.name, doctor.id`;

export function presentDoctorSummary(
  row: DoctorSummaryRow,
  availability: DoctorAvailability | undefined,
): DoctorSummary {
  return {
    id: row.id,
    name: row.name,
    title: row.title,
    departmentId: row.department_id,
    departmentName: row.department_name,
    branchId: row.branch_id,
    branchName: row.branch_name,
    specialty: row.specialty,
    feeFen: availability?.feeFen ?? null,
    nextFreeDate: availability?.nextFreeDate ?? null,
    remaining: availability?.remaining ?? 0,
  };
}
