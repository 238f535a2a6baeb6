import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Relation } from '@suizhen/contract';
import { AppError, Database, KernelContext, newId, Settings, type Tx } from '../../kernel';
import { maxPatientsPerAccount } from './patient.settings';

/** Which accounts act for whom. The door for every module that serves an account. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Proxies {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;

  /** @throws NOT_FOUND unless the account acts for the patient now */
  async require(accountId: string, patientId: string): Promise<void> {
    const rows = await this.database.query(
      `select 1 from proxy where account_id = $1 and patient_id = $2 and ended_at is null`,
      [accountId, patientId],
      'proxy-require',
    );
    if (rows.length === 0) throw new AppError('NOT_FOUND');
  }

  /** The accounts that act for a patient now, the eldest first. */
  async accountsOf(patientId: string): Promise<string[]> {
    const rows = await this.database.query<{ account_id: string }>(
      `select account_id from proxy where patient_id = $1 and ended_at is null order by created_at, id`,
      [patientId],
      'proxy-accounts',
    );
    return rows.map((row) => row.account_id);
  }

  /** What is added to or taken from an account happens one after the other. @throws NOT_FOUND when it closed */
  async lockAccount(tx: Tx, accountId: string): Promise<void> {
    const rows = await tx.query(
      `select id from account where id = $1 and state = 'active' for no key update`,
      [accountId],
    );
    if (rows.length === 0) throw new AppError('NOT_FOUND');
  }

  /** With the account locked. @throws PATIENT_LIMIT_REACHED */
  async requireRoom(tx: Tx, accountId: string): Promise<void> {
    const max = await this.settings.get(maxPatientsPerAccount);
    const [row] = await tx.query<{ live: number }>(
      `select count(*)::int as live from proxy where account_id = $1 and ended_at is null`,
      [accountId],
    );
    if ((row?.live ?? 0) >= max) {
      throw new AppError('PATIENT_LIMIT_REACHED', { message: `每个账号最多添加 ${max} 位就诊人` });
    }
  }

  /**
   * Lets an account act for a patient, with the account locked. The first one becomes the default.
   * @returns false when it did already
   * @throws PATIENT_LIMIT_REACHED
   */
  async add(
    tx: Tx,
    proxy: { accountId: string; patientId: string; relation: Relation; guardianConsent: boolean },
  ): Promise<boolean> {
    const { accountId, patientId } = proxy;
    const live = await tx.query(
      `select 1 from proxy where account_id = $1 and patient_id = $2 and ended_at is null`,
      [accountId, patientId],
    );
    if (live.length > 0) return false;
    await this.requireRoom(tx, accountId);
    const now = this.kernelContext.clock.now();
    await tx.query(
      `insert into proxy (id, account_id, patient_id, relation, is_default, guardian_consent, created_at)
       select $1, $2, $3, $4,
         not exists (select 1 from proxy where account_id = $2 and is_default and ended_at is null), $5, $6`,
      [newId(now), accountId, patientId, proxy.relation, proxy.guardianConsent, now],
    );
    return true;
  }

  /** Ends one; the eldest that remains becomes the default if this was it. */
  async end(tx: Tx, accountId: string, patientId: string): Promise<void> {
    await tx.query(
      `update proxy set ended_at = $3, is_default = false
        where account_id = $1 and patient_id = $2 and ended_at is null`,
      [accountId, patientId, this.kernelContext.clock.now()],
    );
    await this.ensureDefault(tx, accountId);
  }

  async ensureDefault(tx: Tx, accountId: string): Promise<void> {
    await tx.query(
      `update proxy set is_default = true where id = (
         select id from proxy where account_id = $1 and ended_at is null order by created_at, id limit 1)
       and not exists (select 1 from proxy where account_id = $1 and is_default and ended_at is null)`,
      [accountId],
    );
  }

  async makeDefault(tx: Tx, accountId: string, patientId: string): Promise<void> {
    await tx.query(
      `update proxy set is_default = false where account_id = $1 and is_default and ended_at is null`,
      [accountId],
    );
    await tx.query(
      `update proxy set is_default = true
        where account_id = $1 and patient_id = $2 and ended_at is null`,
      [accountId, patientId],
    );
  }
}
