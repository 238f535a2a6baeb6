import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { UnitOfWork, type DomainEvents, type EventHandler } from '../../../kernel';
import { HospitalConfirmations } from './hospital-confirmations';

/** The hospital's system said yes to what was booked. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FollowConfirmations implements EventHandler<'number.confirmed'> {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  hospitalConfirmations: HospitalConfirmations;

  async handle({ appointmentId, slotId }: DomainEvents['number.confirmed']): Promise<void> {
    await this.unitOfWork.run((tx) => this.hospitalConfirmations.give(tx, appointmentId, slotId));
  }
}
