import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Audit, UnitOfWork, type Actor } from '../../../kernel';
import { requireAccount } from '../../identity';
import { OpenAppointmentsHolder } from '../ports';
import { Proxies } from '../proxies';

/** Stops acting for a patient; the record itself stays. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class UnlinkMyPatient {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;
  @Inject()
  openAppointmentsHolder: OpenAppointmentsHolder;

  /** @throws NOT_FOUND, OUTSTANDING_APPOINTMENTS while a visit booked by this account lies ahead */
  async run(actor: Actor, patientId: string): Promise<void> {
    const { accountId } = requireAccount(actor);
    await this.unitOfWork.run(async (tx) => {
      await this.proxies.lockAccount(tx, accountId);
      await this.proxies.require(accountId, patientId);
      if (await this.openAppointmentsHolder.get().hasLive(accountId, patientId)) {
        throw new AppError('OUTSTANDING_APPOINTMENTS');
      }
      await this.proxies.end(tx, accountId, patientId);
      const entry = { resourceKind: 'patient', resourceId: patientId, patientId };
      await this.audit.record(actor, { ...entry, action: 'proxy.delete' }, tx);
    });
  }
}
