import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { UnitOfWork, type DomainEvents, type EventHandler } from '../../../kernel';
import { RosterMessages } from './roster-messages';

/**
 * While a clinic was closed here, how many of its numbers are free at the hospital was written down nowhere:
 * what it said last is taken in once more.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeRosterAgain implements EventHandler<'hospital-roster.reopened'> {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  rosterMessages: RosterMessages;

  async handle({ rosterId }: DomainEvents['hospital-roster.reopened']): Promise<void> {
    await this.unitOfWork.run((tx) => this.rosterMessages.takeAgainOf(tx, rosterId));
  }
}
