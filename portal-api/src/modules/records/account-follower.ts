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
    for (const table of ['health_document', 'vital_reading', 'vital_device']) {
      await tx.query(`update ${table} set account_id = $2 where account_id = $1`, [from, into]);
    }
  }

  async closed(tx: Tx, accountId: string): Promise<void> {
    await tx.query(
      `update vital_device set revoked_at = coalesce(revoked_at, $2), account_id = null where account_id = $1`,
      [accountId, this.kernelContext.clock.now()],
    );
    for (const table of ['health_document', 'vital_reading']) {
      await tx.query(`update ${table} set account_id = null where account_id = $1`, [accountId]);
    }
  }
}
