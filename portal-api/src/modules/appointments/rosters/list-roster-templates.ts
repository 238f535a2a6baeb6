import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Database, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { presentTemplate, selectTemplates, type TemplateRow } from './template-row';

/** Weekly templates, as far as the reader's scope goes. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListRosterTemplates {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;

  async run(
    actor: Actor,
    query: RequestOf<'listRosterTemplates'>['query'],
  ): Promise<ResponseOf<'listRosterTemplates'>> {
    const staff = this.policy.require(actor, 'roster.display');
    const values: unknown[] = [
      query.branchId ?? null,
      query.departmentId ?? null,
      query.doctorId ?? null,
    ];
    const scope = this.policy.scopeCondition(
      this.policy.scope(staff, 'roster.display'),
      { branch: 'department.branch_id', department: 'department.id', doctor: 'doctor.id' },
      values,
    );
    const rows = await this.database.query<TemplateRow>(
      selectTemplates(`($1::uuid is null or department.branch_id = $1)
        and ($2::uuid is null or department.id = $2)
        and ($3::uuid is null or doctor.id = $3)
        and ${scope}`),
      values,
    );
    return { items: rows.map(presentTemplate) };
  }
}
