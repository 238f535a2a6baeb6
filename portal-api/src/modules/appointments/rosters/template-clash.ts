import type { DayPeriod, RequestOf } from '@suizhen/contract';
import { AppError, pgErrorCode, violatedConstraint, type Tx } from '../../../kernel';
import { periodNames } from './roster-plan';

type TemplateBody = RequestOf<'createRosterTemplate'>['body'];

interface OverlapRow extends Record<string, unknown> {
  doctor_name: string;
  is_same_doctor: boolean;
  period: DayPeriod;
}

/**
 * A plan that would clash with itself every week is refused at once. What slips through between two
 * writers is caught when rosters are made: those are constrained by the database.
 * @param ownId the row that is being changed; null for a new one
 * @throws ROSTER_CLASH
 */
export async function requireNoTemplateClash(
  tx: Tx,
  body: TemplateBody,
  branchId: string,
  ownId: string | null,
): Promise<void> {
  const [other] = await tx.query<OverlapRow>(
    `select doctor.name as doctor_name, t.doctor_id = $1 as is_same_doctor, t.period
     from roster_template t
     join doctor on doctor.id = t.doctor_id
     join department on department.id = doctor.department_id
     where t.weekday = $2 and ($7::uuid is null or t.id <> $7)
       and ((t.doctor_id = $1 and (t.period = $8 or (t.start_time < $4::time and $3::time < t.end_time)))
         or ($5 <> '' and t.room = $5 and department.branch_id = $6
             and t.start_time < $4::time and $3::time < t.end_time))
     order by (t.doctor_id = $1) desc limit 1`,
    [
      body.doctorId,
      body.weekday,
      body.startTime,
      body.endTime,
      body.room,
      branchId,
      ownId,
      body.period,
    ],
  );
  if (other) throw templateClash(other, body);
}

function templateClash(other: OverlapRow, body: TemplateBody): AppError {
  const when = `周${'一二三四五六日'[body.weekday - 1]}${periodNames[other.period]}`;
  return new AppError('ROSTER_CLASH', {
    message: other.is_same_doctor
      ? `${other.doctor_name}医生${when}已有周模板`
      : `${body.room} ${when}已排给${other.doctor_name}医生`,
  });
}

/** Two writers of the same row of the week: the second is told so. */
export function explainTemplateRefusal(error: unknown): unknown {
  const isSamePeriod =
    pgErrorCode(error) === '23505' &&
    violatedConstraint(error)?.startsWith('roster_template_doctor');
  return isSamePeriod
    ? new AppError('ROSTER_CLASH', { message: '这位医生这个班次已有周模板', cause: error })
    : error;
}
