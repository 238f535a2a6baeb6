import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import type { Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { StaffSlots } from './staff-slots';

/** A day's slots of a department or doctor, as far as the reader's scope goes. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListSlotsForStaff {
  @Inject()
  policy: Policy;
  @Inject()
  staffSlots: StaffSlots;

  async run(
    actor: Actor,
    query: RequestOf<'listSlotsForStaff'>['query'],
  ): Promise<ResponseOf<'listSlotsForStaff'>> {
    const staff = this.policy.require(actor, 'roster.display');
    const values: unknown[] = [query.date, query.departmentId ?? null, query.doctorId ?? null];
    const scope = this.policy.scopeCondition(
      this.policy.scope(staff, 'roster.display'),
      { branch: 's.branch_id', department: 's.department_id', doctor: 's.doctor_id' },
      values,
    );
    const owner = query.doctorId
      ? 's.doctor_id = $3 and ($2::uuid is null or s.department_id = $2)'
      : 's.department_id = $2 and $3::uuid is null';
    return { items: await this.staffSlots.read(`s.date = $1 and ${owner} and ${scope}`, values) };
  }
}
