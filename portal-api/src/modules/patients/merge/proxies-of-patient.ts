import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, RowsOfPatient, type MovedRows, type Tx } from '../../../kernel';
import { Proxies } from '../proxies';

/** Who acts for one of two records acts for the person. Who acted for both does so once. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ProxiesOfPatient extends RowsOfPatient {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  proxies: Proxies;

  protected readonly tables = { proxy: 'id', patient_claim: 'id' };

  override async patientMerged(tx: Tx, from: string, into: string): Promise<MovedRows> {
    const twice = await tx.query<{ id: string; account_id: string; is_default: boolean }>(
      `select x.id, x.account_id, x.is_default from proxy x
        where x.patient_id = $1 and x.ended_at is null and exists (select 1 from proxy o
          where o.account_id = x.account_id and o.patient_id = $2 and o.ended_at is null)
        order by x.account_id`,
      [from, into],
    );
    const now = this.kernelContext.clock.now();
    for (const proxy of twice) {
      await tx.query(`update proxy set ended_at = $2, is_default = false where id = $1`, [
        proxy.id,
        now,
      ]);
      if (proxy.is_default) await this.proxies.makeDefault(tx, proxy.account_id, into);
    }
    const moved = await super.patientMerged(tx, from, into);
    return twice.length > 0 ? { ...moved, 'proxy.ended': twice.map(({ id }) => id) } : moved;
  }

  override async patientUnmerged(
    tx: Tx,
    moved: MovedRows,
    from: string,
    into: string,
  ): Promise<void> {
    await super.patientUnmerged(tx, moved, from, into);
    // Who has left the person since, or left the hospital, does not come back.
    await tx.query(
      `update proxy x set ended_at = null
        where x.id = any($1::uuid[]) and exists (select 1 from account a where a.id = x.account_id
            and a.state = 'active')
          and exists (select 1 from proxy o where o.account_id = x.account_id and o.patient_id = $2
            and o.ended_at is null)
          and not exists (select 1 from proxy o where o.account_id = x.account_id and o.patient_id = $3
            and o.ended_at is null)`,
      [moved['proxy.ended'] ?? [], into, from],
    );
  }
}
