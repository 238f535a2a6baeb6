import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Database, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { presentRoster, selectRosters, type RosterRow } from './roster-row';

/** Rosters of a span of days, as far as the reader's scope goes. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListRosters {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;

  async run(
    actor: Actor,
    query: RequestOf<'listRosters'>['query'],
  ): Promise<ResponseOf<'listRosters'>> {
    const staff = this.policy.require(actor, 'roster.display');
    const values: unknown[] = [
      query.from,
      query.to,
      query.branchId ?? null,
      query.departmentId ?? null,
      query.doctorId ?? null,
    ];
    const scope = this.policy.scopeCondition(
      this.policy.scope(staff, 'roster.display'),
      { branch: 'r.branch_id', department: 'r.department_id', doctor: 'r.doctor_id' },
      values,
    );
    const rows = await this.database.query<RosterRow>(
      selectRosters(`r.date between $1 and $2
        and ($3::uuid is null or r.branch_id = $3)
        and ($4::uuid is null or r.department_id = $4)
        and ($5::uuid is null or r.doctor_id = $5)
        and ${scope}`),
      values,
    );
    return { items: rows.map(presentRoster) };
  }
}
