import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Tx } from '../../kernel';
import type { AccountFollower } from '../identity';

/** Payments go along when two accounts turn out to be one person; the law keeps them when it closes. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PaymentsOfAccount implements AccountFollower {
  async merged(tx: Tx, from: string, into: string): Promise<void> {
    await tx.query(`update payment_order set account_id = $2 where account_id = $1`, [from, into]);
  }

  async closed(): Promise<void> {}
}
