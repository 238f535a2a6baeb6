import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, forget, realTime, type RecurringJob } from '../../kernel';

/** WeChat Pay repeats a notification for a day; half a year is for questions about a payment. */
const keptMs = 180 * 86_400_000;

/** Which notifications were acted on. Orders and refunds themselves stay: they are bookkeeping. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ForgetOldNotifications implements RecurringJob {
  @Inject()
  database: Database;

  async run(): Promise<number> {
    return forget(this.database, {
      table: 'provider_event',
      key: 'provider, event_id',
      where: 'received_at < $1',
      values: [new Date(realTime.now().getTime() - keptMs)],
    });
  }
}
