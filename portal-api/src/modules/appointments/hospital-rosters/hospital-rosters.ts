import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Actor, Tx } from '../../../kernel';
import { CreateSuspension } from '../suspension/create-suspension';
import type { HospitalClinic, HospitalRosterOutcome } from './hospital-clinic';
import { PutHospitalClinic } from './put-hospital-clinic';
import { WithdrawHospitalClinic } from './withdraw-hospital-clinic';

/** The door for the rosters of branches whose numbers the hospital's own system owns. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class HospitalRosters {
  @Inject()
  putHospitalClinic: PutHospitalClinic;
  @Inject()
  withdrawHospitalClinic: WithdrawHospitalClinic;
  @Inject()
  createSuspension: CreateSuspension;

  put(
    tx: Tx,
    actor: Actor,
    rosterId: string | null,
    clinic: HospitalClinic,
  ): Promise<HospitalRosterOutcome> {
    return this.putHospitalClinic.run(tx, actor, rosterId, clinic);
  }

  withdraw(tx: Tx, actor: Actor, rosterId: string): Promise<HospitalRosterOutcome> {
    return this.withdrawHospitalClinic.run(tx, actor, rosterId);
  }

  /** A person decided that the hospital is right: 停诊, with all that follows for who is booked. */
  async suspend(actor: Actor, rosterId: string, note: string): Promise<void> {
    await this.createSuspension.run(actor, { rosterIds: [rosterId], reason: 'other', note });
  }
}
