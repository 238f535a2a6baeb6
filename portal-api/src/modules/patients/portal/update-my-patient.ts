import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  KernelContext,
  Outbox,
  UnitOfWork,
  type Actor,
  type Tx,
} from '../../../kernel';
import { requireAccount } from '../../identity';
import { isMinor, requireGuardianRelation } from '../patient-identity';
import { MyPatients } from './my-patients';

/** What an account may correct by itself; name, document and phone take a visit to the desk. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class UpdateMyPatient {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  myPatients: MyPatients;

  /** @throws NOT_FOUND, INVALID_FIELD, VERSION_CONFLICT */
  async run(
    actor: Actor,
    { params, body }: RequestOf<'updateMyPatient'>,
  ): Promise<ResponseOf<'updateMyPatient'>> {
    const { accountId } = requireAccount(actor);
    const { patientId } = params;
    return this.unitOfWork.run(async (tx) => {
      const before = await this.myPatients.row(accountId, patientId);
      const isChild = isMinor(before.birth_date, this.kernelContext.clock.today());
      if (isChild) requireGuardianRelation(body.relation);
      await this.write(tx, accountId, patientId, body);
      const entry = { resourceKind: 'patient', resourceId: patientId, patientId };
      await this.audit.record(actor, { ...entry, action: 'patient.update' }, tx);
      await this.outbox.append(tx, 'patient.updated', { patientId });
      return this.myPatients.one(accountId, patientId);
    });
  }

  private async write(
    tx: Tx,
    accountId: string,
    patientId: string,
    body: RequestOf<'updateMyPatient'>['body'],
  ): Promise<void> {
    const updated = await tx.query(
      `update patient set card_number = $3, allergies = $4, medical_history = $5, version = version + 1
        where id = $1 and version = $2 returning id`,
      [patientId, body.version, body.cardNumber, body.allergies, body.medicalHistory],
    );
    if (updated.length === 0) throw new AppError('VERSION_CONFLICT');
    await tx.query(
      `update proxy set relation = $3 where account_id = $1 and patient_id = $2 and ended_at is null`,
      [accountId, patientId, body.relation],
    );
  }
}
