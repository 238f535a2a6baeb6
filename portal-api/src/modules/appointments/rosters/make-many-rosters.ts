import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DayPeriod, ResponseOf } from '@suizhen/contract';
import {
  Audit,
  fieldError,
  KernelContext,
  newId,
  UnitOfWork,
  weekdayOf,
  type Actor,
  type LocalDate,
  type Tx,
} from '../../../kernel';
import { clashGone, explainClashes } from './explain-clashes';
import { makeRosters } from './make-rosters';
import { ReleaseRule } from './release-rule';
import type { RosterPlan } from './roster-plan';

export type BulkRosterResult = ResponseOf<'copyRosterWeek'>;
type Skipped = BulkRosterResult['skipped'][number];

/** A clinic to be made, read from a template or another week, with the directory as it is now. */
export interface RosterCandidate extends Record<string, unknown> {
  doctor_id: string;
  doctor_name: string;
  is_doctor_active: boolean;
  department_id: string;
  branch_id: string;
  date: LocalDate;
  period: DayPeriod;
  start_time: string;
  end_time: string;
  slot_minutes: number;
  shared_capacity: number;
  wechat_capacity: number;
  phone_capacity: number;
  desk_capacity: number;
  service_id: string;
  is_service_active: boolean;
  price_fen: string;
  room: string;
}

/** Columns of a candidate but its date; `x` is the template or roster it is read from. */
export const candidateColumns = `
  x.doctor_id, doctor.name as doctor_name, doctor.is_active as is_doctor_active, doctor.department_id,
  department.branch_id, x.period, to_char(x.start_time, 'HH24:MI') as start_time,
  to_char(x.end_time, 'HH24:MI') as end_time, x.slot_minutes, x.shared_capacity, x.wechat_capacity,
  x.phone_capacity, x.desk_capacity, x.service_id, service.is_active as is_service_active,
  service.price_fen, x.room`;

export const candidateJoins = `
  join doctor on doctor.id = x.doctor_id
  join department on department.id = doctor.department_id
  join service on service.id = x.service_id`;

/** A week begins on Monday; anything else is a slip of the finger. */
export function requireMonday(path: string, date: LocalDate): void {
  if (weekdayOf(date) !== 1) throw fieldError(path, '请选择周一');
}

/** Makes what does not clash, all in one statement, and says why the rest was left out. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MakeManyRosters {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  releaseRule: ReleaseRule;

  async run(
    actor: Actor,
    action: 'roster.copy-week' | 'roster.apply-templates',
    candidates: readonly RosterCandidate[],
    detail: Record<string, unknown>,
  ): Promise<BulkRosterResult> {
    const now = this.kernelContext.clock.now();
    const today = this.kernelContext.clock.today();
    const releaseAt = await this.releaseRule.inForce();
    const skipped: Skipped[] = [];
    const plans = new Map<RosterPlan, RosterCandidate>();
    for (const candidate of candidates) {
      const reason = notRosterable(candidate, today);
      if (reason) skipped.push(skip(candidate, reason));
      else plans.set(toPlan(candidate, now, releaseAt(candidate.date)), candidate);
    }
    return this.unitOfWork.run(async (tx) => {
      const made = await makeRosters(tx, [...plans.keys()], now);
      const clashed = await this.explain(tx, plans, made);
      const result = { created: made.size, skipped: [...skipped, ...clashed] };
      await this.audit.record(
        actor,
        {
          action,
          resourceKind: 'roster',
          detail: { ...detail, created: result.created, skipped: result.skipped.length },
        },
        tx,
      );
      return result;
    });
  }

  private async explain(
    tx: Tx,
    plans: ReadonlyMap<RosterPlan, RosterCandidate>,
    made: ReadonlySet<string>,
  ): Promise<Skipped[]> {
    const refused = [...plans].filter(([plan]) => !made.has(plan.id));
    const reasons = await explainClashes(
      tx,
      refused.map(([plan]) => plan),
    );
    return refused.map(([plan, candidate]) => skip(candidate, reasons.get(plan.id) ?? clashGone));
  }
}

function notRosterable(candidate: RosterCandidate, today: LocalDate): string | undefined {
  if (candidate.date < today) return '日期已过';
  if (!candidate.is_doctor_active) return '医生已停用';
  if (!candidate.is_service_active) return '挂号项目已停用';
  return undefined;
}

function skip(candidate: RosterCandidate, reason: string): Skipped {
  return {
    doctorName: candidate.doctor_name,
    date: candidate.date,
    period: candidate.period,
    reason,
  };
}

function toPlan(candidate: RosterCandidate, now: Date, releaseAt: Date): RosterPlan {
  return {
    id: newId(now),
    doctorId: candidate.doctor_id,
    departmentId: candidate.department_id,
    branchId: candidate.branch_id,
    date: candidate.date,
    period: candidate.period,
    startTime: candidate.start_time,
    endTime: candidate.end_time,
    slotMinutes: candidate.slot_minutes,
    capacity: {
      shared: candidate.shared_capacity,
      wechat: candidate.wechat_capacity,
      phone: candidate.phone_capacity,
      desk: candidate.desk_capacity,
    },
    serviceId: candidate.service_id,
    feeFen: Number(candidate.price_fen),
    room: candidate.room,
    releaseAt,
    note: '',
  };
}
