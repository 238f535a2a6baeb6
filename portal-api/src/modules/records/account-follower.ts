import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, type Tx } from '../../kernel';
import type { AccountFollower } from '../identity';

/** Who handed things in or set a device up. The records stay with the patient whatever becomes of the account. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RecordsOfAccount implements AccountFollower {
  @Inject()
  kernelContext: KernelContext;

  async merged(tx: Tx, from: string, into: string): Promise<void> {
    for (const table of ['health_document', 'vital_reading', 'vital_device', 'report_share']) {
      await tx.query(`update ${table} set account_id = $2 where account_id = $1`, [from, into]);
    }
    await this.mergeReads(tx, from, into);
  }

  async closed(tx: Tx, accountId: string): Promise<void> {
    await tx.query(
      `update report_share set ended_at = coalesce(ended_at, $2) where account_id = $1`,
      [accountId, this.kernelContext.clock.now()],
    );
    await tx.query(
      `update vital_device set revoked_at = coalesce(revoked_at, $2), account_id = null where account_id = $1`,
      [accountId, this.kernelContext.clock.now()],
    );
    for (const table of ['health_document', 'vital_reading']) {
      await tx.query(`update ${table} set account_id = null where account_id = $1`, [accountId]);
    }
  }

  /** What one of the two has read is read. */
  private async mergeReads(tx: Tx, from: string, into: string): Promise<void> {
    await tx.query(
      `insert into report_read as kept (account_id, report_id, revision, read_at)
       select $2, report_id, revision, read_at from report_read where account_id = $1
       on conflict (account_id, report_id) do update
         set revision = greatest(kept.revision, excluded.revision)`,
      [from, into],
    );
    await tx.query(`delete from report_read where account_id = $1`, [from]);
  }
}
