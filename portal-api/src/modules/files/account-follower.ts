import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Tx } from '../../kernel';
import type { AccountFollower } from '../identity';

/** Files go along with a merged account. When one closes, what nothing needs is erased. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FilesOfAccount implements AccountFollower {
  async merged(tx: Tx, from: string, into: string): Promise<void> {
    await tx.query(`update stored_file set account_id = $2 where account_id = $1`, [from, into]);
  }

  async closed(tx: Tx, accountId: string): Promise<void> {
    await tx.query(`delete from stored_file where account_id = $1 and attached_to is null`, [
      accountId,
    ]);
    await tx.query(`update stored_file set account_id = null where account_id = $1`, [accountId]);
  }
}
