import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission, RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  decodeMomentCursor,
  KernelContext,
  pageFrom,
  type Actor,
  type StaffActor,
} from '../../../kernel';
import { Policy } from '../../identity';
import type { ContestedField } from '../agreement/conflict-store';
import {
  presentConflict,
  selectConflicts,
  type ConflictAnswer,
  type ConflictRow,
} from './conflict-view';

/** What a person has to decide, as staff read it, within the branches they answer for. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SyncConflicts {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;

  async list(
    actor: Actor,
    query: RequestOf<'listSyncConflicts'>['query'],
  ): Promise<ResponseOf<'listSyncConflicts'>> {
    const staff = this.policy.require(actor, 'integration.display');
    const values: unknown[] = [query.limit + 1];
    const conditions = [this.scope(staff, 'integration.display', values)];
    if (query.state) conditions.push(`c.state = $${values.push(query.state)}`);
    if (query.systemId) conditions.push(`c.system_id = $${values.push(query.systemId)}`);
    const cursor = decodeMomentCursor(query.cursor);
    if (cursor) {
      const [at, id] = [values.push(cursor[0]), values.push(cursor[1])];
      conditions.push(`(c.raised_at, c.id) < ($${at}, $${id}::uuid)`);
    }
    const rows = await this.database.query<ConflictRow>(
      selectConflicts(
        `where ${conditions.join(' and ')} order by c.raised_at desc, c.id desc limit $1`,
      ),
      values,
    );
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.raised_at.toISOString(), row.id],
      (row) => presentConflict(row, this.fieldsOf(row), false),
    );
  }

  /** The look is written down, for the patient too. */
  async get(actor: Actor, conflictId: string): Promise<ConflictAnswer> {
    const { staff, row } = await this.require(actor, 'integration.display', conflictId);
    await this.audit.record(staff, {
      action: 'integration.display',
      resourceKind: 'integration',
      resourceId: conflictId,
      patientId: row.patient_id,
    });
    return this.present(staff, row);
  }

  present(staff: StaffActor, row: ConflictRow): ConflictAnswer {
    const seesClear = this.policy.seesClear(staff, 'integration.display');
    return presentConflict(row, this.fieldsOf(row), seesClear);
  }

  fieldsOf(row: Pick<ConflictRow, 'fields_cipher'>): ContestedField[] {
    return JSON.parse(this.kernelContext.secrets.decrypt(row.fields_cipher)) as ContestedField[];
  }

  /** @throws NOT_FOUND when there is none within the scope of the permission */
  async require(
    actor: Actor,
    permission: Permission,
    conflictId: string,
  ): Promise<{ staff: StaffActor; row: ConflictRow }> {
    const staff = this.policy.require(actor, permission);
    const values: unknown[] = [conflictId];
    const scope = this.scope(staff, permission, values);
    const [row] = await this.database.query<ConflictRow>(
      selectConflicts(`where c.id = $1 and ${scope}`),
      values,
    );
    if (!row) throw new AppError('NOT_FOUND');
    return { staff, row };
  }

  private scope(staff: StaffActor, permission: Permission, values: unknown[]): string {
    const filter = this.policy.scope(staff, permission);
    return this.policy.scopeCondition(filter, { branch: 's.branch_id' }, values);
  }
}
