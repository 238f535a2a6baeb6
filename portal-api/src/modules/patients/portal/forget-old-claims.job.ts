import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, forget, realTime, type RecurringJob } from '../../../kernel';

/** The limits look one day back; nothing asks about a claim any later. */
const keptMs = 2 * 86_400_000;

/** What a claim said of a person is not kept: confirmed it stands in the record, else nobody agreed to it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ForgetOldClaims implements RecurringJob {
  @Inject()
  database: Database;

  async run(): Promise<number> {
    const before = new Date(realTime.now().getTime() - keptMs);
    const old = { table: 'patient_claim', key: 'id', where: 'created_at < $1', values: [before] };
    return forget(this.database, old);
  }
}
