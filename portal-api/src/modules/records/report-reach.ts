import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission, ReleaseState } from '@suizhen/contract';
import { AppError, Database, type Actor, type StaffActor } from '../../kernel';
import { Policy } from '../identity';
import { PatientAccess } from '../patients';

/** A report within reach, as far as deciding on it takes. */
export interface ReachedReport extends Record<string, unknown> {
  id: string;
  patient_id: string;
  release_state: ReleaseState;
  version: number;
}

/**
 * Which reports a member of the staff may reach: those of their department or branch, and every report of a
 * patient within reach.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReportReach {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;
  @Inject()
  patientAccess: PatientAccess;

  /**
   * SQL over `diagnostic_report r` and `patient p`.
   * @throws FORBIDDEN without the grant
   */
  condition(staff: StaffActor, permission: Permission, values: unknown[]): string {
    const filter = this.policy.scope(staff, permission);
    if (filter.kind === 'all') return 'true';
    const own = { branch: 'r.branch_id', department: 'r.department_id' };
    const ofReport = this.policy.scopeCondition(filter, own, values);
    const ofPatient = this.patientAccess.condition(staff, permission, values);
    return `(${ofReport} or ${ofPatient})`;
  }

  /** @throws FORBIDDEN, NOT_FOUND when there is none within reach */
  async require(
    actor: Actor,
    permission: Permission,
    reportId: string,
  ): Promise<{ staff: StaffActor; report: ReachedReport }> {
    const staff = this.policy.require(actor, permission);
    const values: unknown[] = [reportId];
    const reach = this.condition(staff, permission, values);
    const [report] = await this.database.query<ReachedReport>(
      `select r.id, r.patient_id, r.release_state, r.version
         from diagnostic_report r join patient p on p.id = r.patient_id where r.id = $1 and ${reach}`,
      values,
    );
    if (!report) throw new AppError('NOT_FOUND');
    return { staff, report };
  }
}
