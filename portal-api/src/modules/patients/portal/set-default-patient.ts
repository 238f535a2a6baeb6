import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { UnitOfWork, type Actor } from '../../../kernel';
import { requireAccount } from '../../identity';
import { Proxies } from '../proxies';
import { MyPatients } from './my-patients';

/** Chooses who is preselected when booking. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SetDefaultPatient {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  proxies: Proxies;
  @Inject()
  myPatients: MyPatients;

  /** @throws NOT_FOUND */
  async run(actor: Actor, patientId: string): Promise<ResponseOf<'setDefaultPatient'>> {
    const { accountId } = requireAccount(actor);
    return this.unitOfWork.run(async (tx) => {
      await this.proxies.lockAccount(tx, accountId);
      await this.proxies.require(accountId, patientId);
      await this.proxies.makeDefault(tx, accountId, patientId);
      return this.myPatients.one(accountId, patientId);
    });
  }
}
