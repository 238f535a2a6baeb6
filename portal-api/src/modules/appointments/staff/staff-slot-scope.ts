import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission } from '@suizhen/contract';
import { AppError, Database, type Actor, type StaffActor } from '../../../kernel';
import { Policy } from '../../identity';

/** Whether a member of the staff may put a patient into a slot. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffSlotScope {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;

  /**
   * @param booked by whom the appointment is that moves there; left out: it will be the actor's own
   * @throws FORBIDDEN without the grant, NOT_FOUND for a slot out of its scope
   */
  async require(
    actor: Actor,
    permission: Permission,
    slotId: string,
    booked?: { staff_id: string | null; team_id: string | null },
  ): Promise<StaffActor> {
    const staff = this.policy.require(actor, permission);
    const [slot] = await this.database.query<{
      branch_id: string;
      department_id: string;
      doctor_id: string;
    }>(`select branch_id, department_id, doctor_id from slot where id = $1`, [slotId]);
    if (!slot) throw new AppError('NOT_FOUND');
    return this.policy.require(actor, permission, {
      branchId: slot.branch_id,
      departmentId: slot.department_id,
      doctorId: slot.doctor_id,
      // Whoever may keep appointments of their own may make one.
      staffId: booked ? booked.staff_id : staff.staffId,
      teamId: booked ? booked.team_id : staff.teamId,
    });
  }
}
