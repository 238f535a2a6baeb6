import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { Database, type Actor } from '../../../kernel';
import { hospitalConfirmationOf } from '../number-source/hospital-confirmations';
import { MyAppointments } from '../reading/my-appointments';
import { MoveRules } from './move-rules';
import { presentReschedule } from './reschedule.presenter';
import { Reschedules } from './reschedules.repository';

/** The latest move of a visit and what the rules still allow. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GetMyReschedule {
  @Inject()
  database: Database;
  @Inject()
  myAppointments: MyAppointments;
  @Inject()
  moveRules: MoveRules;
  @Inject()
  reschedules: Reschedules;

  async run(actor: Actor, appointmentId: string): Promise<ResponseOf<'getMyReschedule'>> {
    await this.myAppointments.requireMine(actor, appointmentId);
    const view = await this.myAppointments.view(appointmentId);
    const latest = await this.reschedules.latest(this.database, appointmentId);
    const startsAt = new Date(view.starts_at);
    const allowance = await this.moveRules.allowance({
      ...view,
      starts_at: startsAt,
      is_awaited: hospitalConfirmationOf(view) === 'awaited',
    });
    return {
      latest: latest ? presentReschedule(latest) : null,
      isAllowed: allowance.whyNot === '',
      whyNot: allowance.whyNot,
      movesLeft: allowance.movesLeft,
      before: allowance.before.toISOString(),
      within: allowance.within,
    };
  }
}
