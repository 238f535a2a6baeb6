import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, forget, lowestIdAt, realTime, type RecurringJob } from '../../kernel';

/**
 * Half a year: an occasion (a booking, its reminder, a refund) may be announced again as long as its event
 * lies with the dead letters, and by then nobody would send it any more.
 */
const keptMs = 180 * 86_400_000;

/** Keys that keep a message from going out twice. Those of messages still to be sent stay. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ForgetOldDeliveryKeys implements RecurringJob {
  @Inject()
  database: Database;

  async run(): Promise<number> {
    return forget(this.database, {
      table: 'delivery_key',
      key: 'dedupe_key',
      where: `delivery_id < $1 and not exists (
        select 1 from delivery d where d.id = delivery_key.delivery_id and d.state = 'queued')`,
      values: [lowestIdAt(new Date(realTime.now().getTime() - keptMs))],
    });
  }
}
