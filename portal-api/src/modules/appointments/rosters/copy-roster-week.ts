import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import { addDays, Database, daysBetween, KernelContext, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { MakeManyRosters, requireMonday, type BulkRosterResult } from './make-many-rosters';
import { requireWithinHorizon } from './planning-horizon';
import { candidateColumns, candidateJoins, type RosterCandidate } from './roster-candidate';

/** Copies what was planned for one week to another; fees and release follow today's rules. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CopyRosterWeek {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;
  @Inject()
  makeManyRosters: MakeManyRosters;

  async run(actor: Actor, body: RequestOf<'copyRosterWeek'>['body']): Promise<BulkRosterResult> {
    const staff = this.policy.require(actor, 'roster.create');
    requireMonday('body.fromMonday', body.fromMonday);
    requireMonday('body.toMonday', body.toMonday);
    requireWithinHorizon('body.toMonday', body.toMonday, this.kernelContext.clock.today());
    const values: unknown[] = [
      body.fromMonday,
      addDays(body.fromMonday, 6),
      daysBetween(body.fromMonday, body.toMonday),
      body.branchId ?? null,
      body.departmentId ?? null,
      body.doctorIds ?? null,
    ];
    const scope = this.policy.scopeCondition(
      this.policy.scope(staff, 'roster.create'),
      { branch: 'department.branch_id', department: 'department.id', doctor: 'doctor.id' },
      values,
    );
    const candidates = await this.database.query<RosterCandidate>(
      `select (x.date + $3::int)::text as date, ${candidateColumns}
       from roster x ${candidateJoins}
       where x.date between $1 and $2
         and ($4::uuid is null or department.branch_id = $4)
         and ($5::uuid is null or department.id = $5)
         and ($6::uuid[] is null or doctor.id = any($6))
         and ${scope}
       order by x.date, doctor.name, x.start_time`,
      values,
    );
    return this.makeManyRosters.run(actor, 'roster.copy-week', candidates, {
      fromMonday: body.fromMonday,
      toMonday: body.toMonday,
    });
  }
}
