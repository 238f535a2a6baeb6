import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission, ResponseOf } from '@suizhen/contract';
import { AppError, Audit, Database, type Actor, type StaffActor } from '../../../kernel';
import { Policy } from '../../identity';
import { NumberOwners } from '../number-source/number-owners';
import { presentSystem, selectSystems, type ExternalSystemRow } from './external-system';

/** Connected systems, as staff read them, within the branches they answer for. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ExternalSystems {
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  numberOwners: NumberOwners;
  @Inject()
  policy: Policy;

  async list(actor: Actor): Promise<ResponseOf<'listExternalSystems'>> {
    const staff = this.policy.require(actor, 'integration.display');
    const values: unknown[] = [];
    const scope = this.scope(staff, 'integration.display', 's.branch_id', values);
    const rows = await this.database.query<ExternalSystemRow>(
      selectSystems(`where ${scope} order by b.name, s.name, s.id`),
      values,
    );
    return { items: rows.map(presentSystem), numberSources: await this.numberSources(staff) };
  }

  /** @throws NOT_FOUND when there is none within the scope of the permission */
  async require(
    actor: Actor,
    permission: Permission,
    systemId: string,
  ): Promise<{ staff: StaffActor; row: ExternalSystemRow }> {
    const staff = this.policy.require(actor, permission);
    const [row] = await this.database.query<ExternalSystemRow>(selectSystems('where s.id = $1'), [
      systemId,
    ]);
    if (!row) throw new AppError('NOT_FOUND');
    this.policy.require(actor, permission, { branchId: row.branch_id });
    return { staff, row };
  }

  scope(staff: StaffActor, permission: Permission, column: string, values: unknown[]): string {
    const filter = this.policy.scope(staff, permission);
    return this.policy.scopeCondition(filter, { branch: column }, values);
  }

  private async numberSources(
    staff: StaffActor,
  ): Promise<ResponseOf<'listExternalSystems'>['numberSources']> {
    const values: unknown[] = [];
    const scope = this.scope(staff, 'integration.display', 'b.id', values);
    const rows = await this.database.query<{ id: string; code: string; name: string }>(
      `select b.id, b.code, b.name from branch b where b.is_active and ${scope} order by b.name`,
      values,
    );
    const ofHis = await this.numberOwners.ofHis();
    return rows.map(({ id, code, name }) => ({
      branchId: id,
      branchName: name,
      owner: ofHis.includes(code) ? 'his' : 'portal',
    }));
  }
}
