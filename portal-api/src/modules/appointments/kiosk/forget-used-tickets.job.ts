import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, forget, realTime, type RecurringJob } from '../../../kernel';

/** Tickets that were used need no remembering once they would have expired. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ForgetUsedTickets implements RecurringJob {
  @Inject()
  database: Database;

  async run(): Promise<number> {
    return forget(this.database, {
      table: 'kiosk_ticket_use',
      key: 'ticket_hash',
      where: 'expires_at < $1',
      values: [realTime.now()],
    });
  }
}
