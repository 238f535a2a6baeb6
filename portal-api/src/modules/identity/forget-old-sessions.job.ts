import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, forget, realTime, type RecurringJob } from '../../kernel';

const day = 86_400_000;
/**
 * A month after their last possible day: the devices a phone is known by are told from them, and who looks
 * into an odd sign-in still finds its address. The audit keeps the sign-ins themselves.
 */
const sessionsKeptMs = 30 * day;
/** Longer than any lock; kept as long as the failures of a real name seem to last to somebody who probes. */
const nameLocksKeptMs = 90 * day;

/** Sessions that ended, and failed sign-ins under names that nobody bears. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ForgetOldSessions implements RecurringJob {
  @Inject()
  database: Database;

  async run(): Promise<number> {
    const now = realTime.now().getTime();
    const ended = [new Date(now - sessionsKeptMs)];
    const where = 'expires_at < $1';
    let gone = 0;
    for (const table of ['account_session', 'staff_session']) {
      gone += await forget(this.database, { table, key: 'id', where, values: ended });
    }
    gone += await forget(this.database, {
      table: 'staff_name_lock',
      key: 'name_index',
      where: 'failed_at < $1',
      values: [new Date(now - nameLocksKeptMs)],
    });
    return gone;
  }
}
