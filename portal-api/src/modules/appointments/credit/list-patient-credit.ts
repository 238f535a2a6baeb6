import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { Audit, type Actor } from '../../../kernel';
import { PatientAccess } from '../../patients';
import { CreditView } from './credit-view';

/** Credit of a patient as staff see it; the look is recorded. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListPatientCredit {
  @Inject()
  audit: Audit;
  @Inject()
  patientAccess: PatientAccess;
  @Inject()
  creditView: CreditView;

  async run(actor: Actor, patientId: string): Promise<ResponseOf<'listPatientCredit'>> {
    const { staff } = await this.patientAccess.require(actor, 'credit.display', patientId);
    await this.audit.record(staff, {
      action: 'credit.display',
      resourceKind: 'credit',
      resourceId: patientId,
      patientId,
    });
    return this.creditView.of(patientId);
  }
}
