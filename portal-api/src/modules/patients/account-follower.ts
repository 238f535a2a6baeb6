import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Audit, KernelContext, systemActor, type Tx } from '../../kernel';
import type { AccountFollower } from '../identity';
import { Proxies } from './proxies';

/** What becomes of the people an account acted for when it ends. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PatientsOfAccount implements AccountFollower {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;

  async merged(tx: Tx, from: string, into: string): Promise<void> {
    const now = this.kernelContext.clock.now();
    await tx.query(
      `update proxy set ended_at = $3, is_default = false where account_id = $1 and ended_at is null
         and patient_id in (select patient_id from proxy where account_id = $2 and ended_at is null)`,
      [from, into, now],
    );
    await tx.query(
      `update proxy set account_id = $2, is_default = false where account_id = $1 and ended_at is null`,
      [from, into],
    );
    await tx.query(`delete from patient_claim where account_id = $1`, [from]);
    await this.proxies.ensureDefault(tx, into);
  }

  /**
   * Nobody is acted for any more. The record of the person behind the account, when no one else acts
   * for them, is closed: what no law keeps is erased, the medical record stays, locked.
   */
  async closed(tx: Tx, accountId: string): Promise<void> {
    const now = this.kernelContext.clock.now();
    const ended = await tx.query<{ patient_id: string; relation: string }>(
      `update proxy set ended_at = $2, is_default = false
        where account_id = $1 and ended_at is null returning patient_id, relation`,
      [accountId, now],
    );
    await tx.query(`delete from patient_claim where account_id = $1`, [accountId]);
    const own = ended.filter((row) => row.relation === 'self').map((row) => row.patient_id);
    const locked = await tx.query<{ id: string }>(
      `update patient p set locked_at = $2, address_cipher = null, contact_name_cipher = null,
         contact_phone_cipher = null, version = version + 1
        where p.id = any($1) and p.locked_at is null
          and not exists (select 1 from proxy x where x.patient_id = p.id and x.ended_at is null)
        returning p.id`,
      [own, now],
    );
    for (const { id } of locked) {
      await this.audit.record(
        systemActor('account-closed'),
        {
          action: 'patient.lock',
          resourceKind: 'patient',
          resourceId: id,
          patientId: id,
          reason: '账号注销；诊疗和缴费记录依法保存，档案封存',
        },
        tx,
      );
    }
  }
}
