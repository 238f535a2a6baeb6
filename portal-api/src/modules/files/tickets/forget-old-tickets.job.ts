import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, forget, realTime, type RecurringJob } from '../../../kernel';

/** Nothing is asked of a ticket after its minute; a day leaves room for looking into a complaint. */
const keptMs = 86_400_000;

/** Tickets that have long ended, used or not. They run on real time. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ForgetOldTickets implements RecurringJob {
  @Inject()
  database: Database;

  async run(): Promise<number> {
    return forget(this.database, {
      table: 'ticket',
      key: 'id',
      where: 'expires_at < $1',
      values: [new Date(realTime.now().getTime() - keptMs)],
    });
  }
}
