import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, KernelContext, type Tx } from '../../../kernel';

/** A suspended clinic opens again only when everybody it was taken from is taken care of. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReopenClinic {
  @Inject()
  kernelContext: KernelContext;

  /** With the roster locked. @throws CLINIC_SUSPENDED */
  async run(tx: Tx, rosterId: string): Promise<void> {
    const open = await tx.query(
      `select 1 from suspension_roster sr join clinic_suspension s on s.id = sr.suspension_id
        where sr.roster_id = $1 and sr.reopened_at is null and s.state = 'open'`,
      [rosterId],
    );
    if (open.length > 0) {
      throw new AppError('CLINIC_SUSPENDED', { message: '该班次已停诊，停诊处理完成后才能恢复' });
    }
    await tx.query(
      `update suspension_roster set reopened_at = $2 where roster_id = $1 and reopened_at is null`,
      [rosterId, this.kernelContext.clock.now()],
    );
  }
}
