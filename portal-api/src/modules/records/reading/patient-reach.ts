import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission } from '@suizhen/contract';
import { AppError, Database, type Actor, type StaffActor } from '../../../kernel';
import { Policy } from '../../identity';
import { ReportReach } from '../report-reach';

/** Whether anything of a patient lies within reach: the patient, a visit, or a single report. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PatientReach {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;
  @Inject()
  reportReach: ReportReach;

  /** @throws FORBIDDEN without the grant, NOT_FOUND out of reach */
  async require(actor: Actor, permission: Permission, patientId: string): Promise<StaffActor> {
    const staff = this.policy.require(actor, permission);
    const values: unknown[] = [patientId];
    const rows = await this.database.query(
      `select 1 from patient p left join diagnostic_report r on r.patient_id = p.id
        where p.id = $1 and ${this.reportReach.condition(staff, permission, values)} limit 1`,
      values,
    );
    if (rows.length === 0) throw new AppError('NOT_FOUND');
    return staff;
  }
}
