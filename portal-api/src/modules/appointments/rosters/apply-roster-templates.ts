import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import { Database, KernelContext, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { MakeManyRosters, type BulkRosterResult } from './make-many-rosters';
import { requireWithinHorizon } from './planning-horizon';
import { selectTemplateCandidates, type RosterCandidate } from './roster-candidate';

/** Makes the rosters of a span of days from the weekly templates; what is there already stays. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ApplyRosterTemplates {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;
  @Inject()
  makeManyRosters: MakeManyRosters;

  async run(
    actor: Actor,
    body: RequestOf<'applyRosterTemplates'>['body'],
  ): Promise<BulkRosterResult> {
    const staff = this.policy.require(actor, 'roster.create');
    requireWithinHorizon('body.to', body.to, this.kernelContext.clock.today());
    const values: unknown[] = [
      body.from,
      body.to,
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
      selectTemplateCandidates(`($3::uuid is null or department.branch_id = $3)
        and ($4::uuid is null or department.id = $4)
        and ($5::uuid[] is null or doctor.id = any($5))
        and ${scope}`),
      values,
    );
    return this.makeManyRosters.run(actor, 'roster.apply-templates', candidates, {
      from: body.from,
      to: body.to,
    });
  }
}
