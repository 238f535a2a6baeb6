import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Tx } from '../../../kernel';

/** Messages that came before what they are about. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class WaitingMessages {
  /**
   * Takes them in again, in their old order, now that it is there: those that could not be taken without it,
   * and those that were taken and only lack the tie.
   */
  async release(tx: Tx, systemId: string, ...keys: readonly string[]): Promise<void> {
    await tx.query(
      `update inbound_message set state = 'received', waits_for = null, fault = null, fault_text = '',
         attempts = 0, next_at = null, version = version + 1
        where system_id = $1 and waits_for = any($2) and state in ('processed', 'quarantined', 'set-aside', 'superseded')`,
      [systemId, keys],
      'inbound-release',
    );
  }
}
