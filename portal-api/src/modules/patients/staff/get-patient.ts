import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { Audit, type Actor } from '../../../kernel';
import { Survivors } from '../merge/survivors';
import { PatientAccess } from './patient-access';
import { PatientPage } from './patient-page';

/** One patient, masked; the look is recorded. A record that was merged is answered with the one it became. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GetPatient {
  @Inject()
  audit: Audit;
  @Inject()
  patientAccess: PatientAccess;
  @Inject()
  survivors: Survivors;
  @Inject()
  patientPage: PatientPage;

  /** @throws FORBIDDEN, NOT_FOUND */
  async run(actor: Actor, wantedId: string): Promise<ResponseOf<'getPatient'>> {
    const patientId = await this.survivors.of(wantedId);
    const { staff, record } = await this.patientAccess.require(actor, 'patient.display', patientId);
    await this.audit.record(staff, {
      action: 'patient.display',
      resourceKind: 'patient',
      resourceId: patientId,
      patientId,
    });
    return this.patientPage.of(staff, record);
  }
}
