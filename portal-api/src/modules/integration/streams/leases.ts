import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, newId, realTime } from '../../../kernel';

type Purpose = 'listen' | 'pull';

/** Which worker does what for a system: one of all, and another one when it falls silent. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Leases {
  @Inject()
  database: Database;

  private readonly holder = newId(realTime.now());

  /** Takes it or keeps it. False: another worker has it. */
  async take(systemId: string, purpose: Purpose, seconds: number): Promise<boolean> {
    const now = realTime.now();
    const rows = await this.database.query(
      `insert into system_lease as l (system_id, purpose, holder, until) values ($1, $2, $3, $4)
       on conflict (system_id, purpose) do update set holder = excluded.holder, until = excluded.until
         where l.holder = excluded.holder or l.until < $5 returning 1`,
      [systemId, purpose, this.holder, new Date(now.getTime() + seconds * 1_000), now],
      'lease-take',
    );
    return rows.length > 0;
  }

  /** All that this process holds. */
  async giveAll(purpose: Purpose): Promise<void> {
    await this.database.query(`delete from system_lease where purpose = $1 and holder = $2`, [
      purpose,
      this.holder,
    ]);
  }

  async give(systemId: string, purpose: Purpose): Promise<void> {
    await this.database.query(
      `delete from system_lease where system_id = $1 and purpose = $2 and holder = $3`,
      [systemId, purpose, this.holder],
    );
  }
}
