import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
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
import { toPlan, type RosterCandidate } from './roster-candidate';
import type { RosterPlan } from './roster-plan';

export type BulkRosterResult = ResponseOf<'copyRosterWeek'>;
type Skipped = BulkRosterResult['skipped'][number];

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
      else plans.set(toPlan(candidate, newId(now), releaseAt(candidate.date)), candidate);
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
