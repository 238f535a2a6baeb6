import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Tx } from '../../../kernel';

/**
 * Who joins and who frees a place of the same doctor must see each other: a place that comes free beside
 * somebody who is just joining would fall between them. Joining takes the doctor's line alone, freeing
 * shares it. Offering takes it alone among those who free, so that two places of a moment do not go to
 * the same head. Until the transaction ends; always after the places themselves.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class WaitlistLocks {
  async joining(tx: Tx, patientId: string, doctorId: string): Promise<void> {
    await this.take(tx, 'pg_advisory_xact_lock', 'patient', [patientId]);
    await this.take(tx, 'pg_advisory_xact_lock', 'line', [doctorId]);
  }

  freeing(tx: Tx, doctorIds: readonly string[]): Promise<void> {
    return this.take(tx, 'pg_advisory_xact_lock_shared', 'line', doctorIds);
  }

  offering(tx: Tx, doctorIds: readonly string[]): Promise<void> {
    return this.take(tx, 'pg_advisory_xact_lock', 'offer', doctorIds);
  }

  private async take(
    tx: Tx,
    lock: 'pg_advisory_xact_lock' | 'pg_advisory_xact_lock_shared',
    kind: 'patient' | 'line' | 'offer',
    ids: readonly string[],
  ): Promise<void> {
    // In one order, so that two who need several lines cannot block each other.
    await tx.query(
      `select ${lock}(hashtextextended($1 || id, 0)) from unnest($2::text[]) as wanted (id)`,
      [`waitlist-${kind}:`, [...ids].sort()],
      `${lock}-waitlist`,
    );
  }
}
