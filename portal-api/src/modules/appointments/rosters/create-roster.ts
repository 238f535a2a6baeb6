import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  fieldError,
  KernelContext,
  newId,
  UnitOfWork,
  type Actor,
} from '../../../kernel';
import { ClinicFactsReader } from './clinic-facts';
import { clashGone, explainClashes } from './explain-clashes';
import { makeRosters } from './make-rosters';
import { requireWithinHorizon } from './planning-horizon';
import { ReleaseRule } from './release-rule';
import type { RosterPlan } from './roster-plan';
import { presentRoster, selectRosters, type RosterAnswer, type RosterRow } from './roster-row';

/** Rosters a doctor for one day and period, slots and places included. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CreateRoster {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  clinicFactsReader: ClinicFactsReader;
  @Inject()
  releaseRule: ReleaseRule;

  /** @throws ROSTER_CLASH saying with what */
  async run(actor: Actor, body: RequestOf<'createRoster'>['body']): Promise<RosterAnswer> {
    const facts = await this.clinicFactsReader.read(actor, 'roster.create', body);
    this.requirePlannable(body.date);
    const now = this.kernelContext.clock.now();
    const releaseAt = body.releaseAt
      ? new Date(body.releaseAt)
      : (await this.releaseRule.inForce())(body.date);
    const plan: RosterPlan = { ...body, ...facts, id: newId(now), releaseAt };
    return this.unitOfWork.run(async (tx) => {
      const made = await makeRosters(tx, [plan], now);
      if (!made.has(plan.id)) {
        const reasons = await explainClashes(tx, [plan]);
        throw new AppError('ROSTER_CLASH', { message: reasons.get(plan.id) ?? clashGone });
      }
      await this.audit.record(
        actor,
        {
          action: 'roster.create',
          resourceKind: 'roster',
          resourceId: plan.id,
          detail: { doctorId: plan.doctorId, date: plan.date, period: plan.period },
        },
        tx,
      );
      const [row] = await tx.query<RosterRow>(selectRosters('r.id = $1'), [plan.id]);
      return presentRoster(row!);
    });
  }

  private requirePlannable(date: string): void {
    const today = this.kernelContext.clock.today();
    if (date < today) throw fieldError('body.date', '不能为过去的日期排班');
    requireWithinHorizon('body.date', date, today);
  }
}
