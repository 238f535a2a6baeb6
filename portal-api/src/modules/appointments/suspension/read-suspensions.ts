import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission, RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Database,
  decodeMomentCursor,
  pageFrom,
  type Actor,
  type StaffActor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { presentSuspension, selectSuspensions, type SuspensionRow } from './suspension-row';

type Suspension = ResponseOf<'getSuspension'>;

/** Suspensions with their clinics and counts, within the reader's scope. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReadSuspensions {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;

  async list(
    actor: Actor,
    query: RequestOf<'listSuspensions'>['query'],
  ): Promise<ResponseOf<'listSuspensions'>> {
    const staff = this.policy.require(actor, 'roster.display');
    const values: unknown[] = [query.limit + 1];
    const conditions = [this.reach(staff, 'roster.display', values)];
    if (query.state) conditions.push(`s.state = $${values.push(query.state)}`);
    if (query.branchId) conditions.push(`s.branch_id = $${values.push(query.branchId)}`);
    const cursor = decodeMomentCursor(query.cursor);
    if (cursor) {
      const [at, id] = [values.push(cursor[0]), values.push(cursor[1])];
      conditions.push(`(s.created_at, s.id) < ($${at}, $${id}::uuid)`);
    }
    const rows = await this.database.query<SuspensionRow>(
      selectSuspensions(
        `where ${conditions.join(' and ')} order by s.created_at desc, s.id desc limit $1`,
      ),
      values,
    );
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.created_at.toISOString(), row.id],
      presentSuspension,
    );
  }

  async get(actor: Actor, suspensionId: string): Promise<Suspension> {
    await this.require(actor, 'roster.display', suspensionId);
    return this.afterwards(suspensionId);
  }

  /** What an action of one's own has made of it. */
  async afterwards(suspensionId: string): Promise<Suspension> {
    const [row] = await this.database.query<SuspensionRow>(selectSuspensions('where s.id = $1'), [
      suspensionId,
    ]);
    if (!row) throw new AppError('NOT_FOUND');
    return presentSuspension(row);
  }

  /** @throws NOT_FOUND when it has no clinic within the scope of the permission */
  async require(
    actor: Actor,
    permission: Extract<Permission, 'roster.display' | 'roster.update'>,
    suspensionId: string,
  ): Promise<StaffActor> {
    const staff = this.policy.require(actor, permission);
    const values: unknown[] = [suspensionId];
    const reach = this.reach(staff, permission, values);
    const rows = await this.database.query(
      `select 1 from clinic_suspension s where s.id = $1 and ${reach}`,
      values,
    );
    if (rows.length === 0) throw new AppError('NOT_FOUND');
    return staff;
  }

  private reach(staff: StaffActor, permission: Permission, values: unknown[]): string {
    const within = this.policy.scopeCondition(
      this.policy.scope(staff, permission),
      { branch: 'r.branch_id', department: 'r.department_id', doctor: 'r.doctor_id' },
      values,
    );
    return `exists (select 1 from suspension_roster sr join roster r on r.id = sr.roster_id
      where sr.suspension_id = s.id and ${within})`;
  }
}
