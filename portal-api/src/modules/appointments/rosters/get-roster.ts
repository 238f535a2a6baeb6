import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, Database, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { StaffSlots } from '../availability/staff-slots';
import { presentRoster, selectRosters, type RosterRow } from './roster-row';

/** One roster with its slots. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GetRoster {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;
  @Inject()
  staffSlots: StaffSlots;

  async run(actor: Actor, rosterId: string): Promise<ResponseOf<'getRoster'>> {
    const [row] = await this.database.query<RosterRow>(selectRosters('r.id = $1'), [rosterId]);
    if (!row) throw new AppError('NOT_FOUND');
    this.policy.require(actor, 'roster.display', {
      branchId: row.branch_id,
      departmentId: row.department_id,
      doctorId: row.doctor_id,
    });
    const slots = await this.staffSlots.read('s.roster_id = $1', [rosterId]);
    return { ...presentRoster(row), slots };
  }
}
