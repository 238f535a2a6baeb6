import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, KernelContext, type Tx } from '../../kernel';
import type { AccountFollower, OpenObligations } from '../identity';
import { FreedPlaces } from './places';
import { EndEntry } from './waitlist/end-entry';

const live = `a.status in ('pending', 'booked', 'arrived') and a.ends_at > $2`;

/** What ties an account to appointments: it cannot close before them, and a merged one takes them along. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AccountTies implements AccountFollower, OpenObligations {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  freedPlaces: FreedPlaces;
  @Inject()
  endEntry: EndEntry;

  /** Visits to come, and money on its way back. */
  async has(accountId: string): Promise<boolean> {
    const rows = await this.database.query(
      `select 1 from appointment a
        where a.account_id = $1 and (${live} or a.fee_state = 'refunding') limit 1`,
      [accountId, this.kernelContext.clock.now()],
    );
    return rows.length > 0;
  }

  async hasLive(accountId: string, patientId: string): Promise<boolean> {
    const rows = await this.database.query(
      `select 1 from appointment a
        where a.account_id = $1 and a.patient_id = $3 and (${live} or a.fee_state = 'refunding') limit 1`,
      [accountId, this.kernelContext.clock.now(), patientId],
    );
    return rows.length > 0;
  }

  async merged(tx: Tx, from: string, into: string): Promise<void> {
    await tx.query(`update appointment set account_id = $2 where account_id = $1`, [from, into]);
    await tx.query(`update waitlist_entry set account_id = $2 where account_id = $1`, [from, into]);
    await tx.query(`update credit_appeal set account_id = $2 where account_id = $1`, [from, into]);
  }

  /**
   * Records of visits stay, as the law asks; who may act for the patient is ended by patients. Nobody is
   * left to answer an offer, so what the account waited for ends.
   */
  async closed(tx: Tx, accountId: string): Promise<void> {
    const entries = await tx.query<{ id: string }>(
      `select id from waitlist_entry where account_id = $1 and state in ('waiting', 'offered') order by id`,
      [accountId],
    );
    for (const { id } of entries) {
      const locked = await this.endEntry.lock(tx, id);
      if (!locked) continue;
      const freed = await this.endEntry.end(tx, locked, 'withdrawn', '账号已注销');
      await this.freedPlaces.passOn(tx, freed);
    }
  }
}
