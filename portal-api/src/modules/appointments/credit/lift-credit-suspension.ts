import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, Audit, UnitOfWork, type Actor } from '../../../kernel';
import { PatientAccess } from '../../patients';
import { CreditStanding } from './credit-standing';
import { CreditView } from './credit-view';

/** Lets a patient book again before the time is over. The marks stay: the next one suspends again. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class LiftCreditSuspension {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  patientAccess: PatientAccess;
  @Inject()
  creditStanding: CreditStanding;
  @Inject()
  creditView: CreditView;

  /** @throws NOT_FOUND, INVALID_STATE when nothing is suspended */
  async run(
    actor: Actor,
    { params: { patientId }, body: { reason } }: RequestOf<'liftCreditSuspension'>,
  ): Promise<ResponseOf<'liftCreditSuspension'>> {
    const { staff } = await this.patientAccess.require(actor, 'credit.update', patientId);
    await this.unitOfWork.run(async (tx) => {
      // Taken first, so that two who lift at once cannot both find it suspended.
      await tx.query(`select 1 from patient_credit where patient_id = $1 for update`, [patientId]);
      if (!(await this.creditStanding.suspendedUntil(patientId, tx))) {
        throw new AppError('INVALID_STATE', { message: '该患者没有被暂停预约' });
      }
      await this.creditStanding.recompute(tx, patientId, true);
      await this.audit.record(
        staff,
        { action: 'credit.lift', resourceKind: 'credit', resourceId: patientId, patientId, reason },
        tx,
      );
    });
    return this.creditView.of(patientId);
  }
}
