import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission } from '@suizhen/contract';
import { AppError, Database, type Actor, type StaffActor } from '../../kernel';
import { Policy } from '../identity';
import { PatientAccess } from '../patients';

/**
 * Whose archive a member of the staff may reach: of patients within reach anyhow, and of those who were seen
 * there, whether they had booked here or not.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ArchiveReach {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;
  @Inject()
  patientAccess: PatientAccess;

  /** @throws FORBIDDEN without the grant, NOT_FOUND out of reach */
  async require(actor: Actor, permission: Permission, patientId: string): Promise<StaffActor> {
    const staff = this.policy.require(actor, permission);
    const values: unknown[] = [patientId];
    const seen = await this.database.query(
      `select 1 from patient p where p.id = $1 and ${this.wasSeen(staff, permission, values)}`,
      values,
    );
    if (seen.length === 0) await this.patientAccess.require(actor, permission, patientId);
    return staff;
  }

  /** As `require`, to add something. @throws PATIENT_LOCKED when the record is closed */
  async requireOpen(actor: Actor, permission: Permission, patientId: string): Promise<StaffActor> {
    const staff = await this.require(actor, permission, patientId);
    const locked = await this.database.query(
      `select 1 from patient where id = $1 and locked_at is not null`,
      [patientId],
    );
    if (locked.length > 0) throw new AppError('PATIENT_LOCKED');
    return staff;
  }

  /** SQL over `patient p`. */
  condition(staff: StaffActor, permission: Permission, values: unknown[]): string {
    const reach = this.patientAccess.condition(staff, permission, values);
    return reach === 'true' ? reach : `(${reach} or ${this.wasSeen(staff, permission, values)})`;
  }

  private wasSeen(staff: StaffActor, permission: Permission, values: unknown[]): string {
    const visit = { branch: 'e.branch_id', department: 'e.department_id', doctor: 'e.doctor_id' };
    const within = this.policy.scopeCondition(this.policy.scope(staff, permission), visit, values);
    if (within === 'true' || within === 'false') return within;
    return `exists (select 1 from encounter e where e.patient_id = p.id and ${within})`;
  }
}
