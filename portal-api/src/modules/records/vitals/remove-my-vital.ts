import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { VitalSource } from '@suizhen/contract';
import { AppError, Audit, Database, KernelContext, UnitOfWork, type Actor } from '../../../kernel';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';

/** Takes back a reading that was typed wrongly. The row stays for whoever was alarmed by it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RemoveMyVital {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;

  /** @throws NOT_FOUND, INVALID_STATE for what a device or the clinic measured */
  async run(actor: Actor, vitalId: string): Promise<void> {
    const { accountId } = requireAccount(actor);
    const [row] = await this.database.query<{ patient_id: string; source: VitalSource }>(
      `select patient_id, source from vital_reading where id = $1 and removed_at is null`,
      [vitalId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    const { patient_id: patientId, source } = row;
    await this.proxies.require(accountId, patientId);
    if (source !== 'manual') {
      throw new AppError('INVALID_STATE', { message: '设备和医院测量的记录不能删除' });
    }
    await this.unitOfWork.run(async (tx) => {
      await tx.query(
        `update vital_reading set removed_at = $2 where id = $1 and removed_at is null`,
        [vitalId, this.kernelContext.clock.now()],
      );
      // Somebody at the clinic still calls: a value that was real must not be silenced by deleting it.
      await tx.query(
        `update vital_alarm set note = '患者已撤回这条记录，请电话核实', version = version + 1
          where reading_id = $1 and state <> 'acknowledged'`,
        [vitalId],
      );
      await this.audit.record(
        actor,
        { action: 'vital.remove', resourceKind: 'vital', resourceId: vitalId, patientId },
        tx,
      );
    });
  }
}
