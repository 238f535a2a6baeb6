import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CallOutcome } from '@suizhen/contract';
import { Database, UnitOfWork, type DomainEvents, type EventHandler } from '../../../kernel';
import { caseSubject, SuspensionCases } from './suspension-cases';

/** A call that reached the patient says that the patient knows. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FollowCalls implements EventHandler<'work.completed'> {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  suspensionCases: SuspensionCases;

  async handle({ workItemId }: DomainEvents['work.completed']): Promise<void> {
    const [item] = await this.database.query<{ subject_id: string; outcome: CallOutcome | null }>(
      `select subject_id, outcome from work_item where id = $1 and subject_kind = $2 and kind = 'call'`,
      [workItemId, caseSubject],
    );
    if (item?.outcome !== 'reached') return;
    await this.unitOfWork.run((tx) => this.suspensionCases.reached(tx, item.subject_id, 'call'));
  }
}
