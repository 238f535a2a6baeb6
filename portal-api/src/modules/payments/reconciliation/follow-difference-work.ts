import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, UnitOfWork, type DomainEvents, type EventHandler } from '../../../kernel';
import { DifferenceWork, differenceSubject } from './difference-work';

/** A difference is over when it is settled, not when somebody has ticked it off. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FollowDifferenceWork implements EventHandler<'work.completed'> {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  differenceWork: DifferenceWork;

  async handle({ workItemId }: DomainEvents['work.completed']): Promise<void> {
    const [item] = await this.database.query<{ subject_id: string }>(
      `select subject_id from work_item where id = $1 and subject_kind = $2 and state = 'done'`,
      [workItemId, differenceSubject],
    );
    if (!item) return;
    await this.unitOfWork.run((tx) => this.differenceWork.again(tx, item.subject_id, workItemId));
  }
}
