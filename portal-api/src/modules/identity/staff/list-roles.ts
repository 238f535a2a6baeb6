import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResourceKind, ResponseOf, RoleId, Verb } from '@suizhen/contract';
import { Database, type Actor } from '../../../kernel';
import { Policy } from '../policy/policy';
import { RoleTable } from '../policy/role-table';

/** The role table, for whoever wants to know what a role may do. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListRoles {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;
  @Inject()
  roleTable: RoleTable;

  async run(actor: Actor): Promise<ResponseOf<'listRoles'>> {
    this.policy.require(actor, 'role.display');
    const roles = await this.database.query<{ id: RoleId; name: string }>(
      `select id, name from role order by sort_order`,
    );
    const grants = await this.roleTable.rows();
    const items = roles.map(({ id, name }) => ({
      id,
      name,
      grants: grants
        .filter((grant) => grant.role_id === id)
        .map((grant) => ({
          resource: grant.resource as ResourceKind,
          verb: grant.verb as Verb,
          scope: grant.scope,
          needsApproval: grant.needs_approval,
          isMasked: grant.is_masked,
        })),
    }));
    return { items };
  }
}
