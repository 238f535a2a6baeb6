import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission, RoleId } from '@suizhen/contract';
import { Database, realTime, type ScopedGrant } from '../../../kernel';
import { mergeGrants, type GrantRow } from './scope';

export type RoleRow = GrantRow & { role_id: RoleId };

/** Only migrations write the role table, so a minute is fresh enough and no request waits for it. */
const freshForMs = 60_000;

@Provide()
@Scope(ScopeEnum.Singleton)
export class RoleTable {
  @Inject()
  database: Database;

  private kept: { readAt: number; rows: RoleRow[] } | undefined;

  async grantsOf(roles: readonly RoleId[]): Promise<ReadonlyMap<Permission, ScopedGrant>> {
    const rows = await this.rows();
    return mergeGrants(rows.filter((row) => roles.includes(row.role_id)));
  }

  async rows(): Promise<RoleRow[]> {
    const now = realTime.now().getTime();
    if (this.kept && now - this.kept.readAt < freshForMs) return this.kept.rows;
    const rows = await this.database.query<RoleRow>(
      `select role_id, resource, verb, scope, needs_approval, is_masked from role_grant
        order by role_id, resource, verb`,
      [],
      'role-table',
    );
    this.kept = { readAt: now, rows };
    return rows;
  }
}
