import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DomainEvents, EventHandler } from '../../../kernel';
import { LockAtHospital } from './lock-at-hospital';

/** The hospital's system would not confirm what was booked, also after payment. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FollowRefusals implements EventHandler<'number.refused'> {
  @Inject()
  lockAtHospital: LockAtHospital;

  async handle(event: DomainEvents['number.refused']): Promise<void> {
    await this.lockAtHospital.giveUp(event.appointmentId, event.isUnknownThere !== true);
  }
}
