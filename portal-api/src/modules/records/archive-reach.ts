import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission } from '@suizhen/contract';
import { AppError, type Actor, type StaffActor } from '../../kernel';
import { PatientAccess } from '../patients';

/** Whose archive a member of the staff may reach: of every patient within reach, and of nobody else. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ArchiveReach {
  @Inject()
  patientAccess: PatientAccess;

  /** @throws FORBIDDEN without the grant, NOT_FOUND out of reach */
  async require(actor: Actor, permission: Permission, patientId: string): Promise<StaffActor> {
    const { staff } = await this.patientAccess.require(actor, permission, patientId);
    return staff;
  }

  /** As `require`, to add something. @throws PATIENT_LOCKED when the record is closed */
  async requireOpen(actor: Actor, permission: Permission, patientId: string): Promise<StaffActor> {
    const { staff, record } = await this.patientAccess.require(actor, permission, patientId);
    if (record.locked_at !== null) throw new AppError('PATIENT_LOCKED');
    return staff;
  }

  /** SQL over `patient p`. */
  condition(staff: StaffActor, permission: Permission, values: unknown[]): string {
    return this.patientAccess.condition(staff, permission, values);
  }
}
