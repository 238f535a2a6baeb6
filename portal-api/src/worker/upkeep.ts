import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, type RecurringJob } from '../kernel';
import { realTime } from '../kernel/clock';

/** Old idempotency keys go; an answer is repeated for a day. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ForgetOldKeys implements RecurringJob {
  @Inject()
  database: Database;

  async run(): Promise<number> {
    const dayAgo = new Date(realTime.now().getTime() - 86_400_000);
    await this.database.query(`delete from idempotency_key where created_at < $1`, [dayAgo]);
    return 0;
  }
}
