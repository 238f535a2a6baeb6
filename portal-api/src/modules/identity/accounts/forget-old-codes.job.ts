import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, forget, realTime, type RecurringJob } from '../../../kernel';

/** The limits look one day back; nothing asks about a code any later. */
const keptMs = 2 * 86_400_000;

/** Which phones asked for codes, and when, is not kept. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ForgetOldCodes implements RecurringJob {
  @Inject()
  database: Database;

  async run(): Promise<number> {
    const before = new Date(realTime.now().getTime() - keptMs);
    const old = { table: 'sms_code', key: 'id', where: 'created_at < $1', values: [before] };
    return forget(this.database, old);
  }
}
