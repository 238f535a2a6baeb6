import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, forget, lowestIdAt, realTime, Settings, type RecurringJob } from '../../kernel';
import { messagesKeptDays } from './delivery.settings';
import { givenUp } from './failed-deliveries';

const day = 86_400_000;

/** Messages that are long over. Those still to be sent, and those somebody has to decide about, stay. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ForgetOldDeliveries implements RecurringJob {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;

  async run(): Promise<number> {
    const keptMs = (await this.settings.get(messagesKeptDays)) * day;
    const before = new Date(realTime.now().getTime() - keptMs);
    return forget(this.database, {
      table: 'delivery',
      key: 'id, created_at',
      where: `id < $1 and created_at < $2 and state <> 'queued' and not (${givenUp})`,
      values: [lowestIdAt(before), before],
    });
  }
}
