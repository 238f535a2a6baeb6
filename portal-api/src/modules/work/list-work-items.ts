import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  Audit,
  Database,
  decodeMomentCursor,
  KernelContext,
  pageFrom,
  type Actor,
} from '../../kernel';
import { Policy } from '../identity';
import { overdueSql, selectWorkItems, type WorkItemRow } from './work-item-row';
import { WorkReader } from './work-reader';

type Query = RequestOf<'listWorkItems'>['query'];

/** Work of one's scope by due time; what is over only when it is asked for. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListWorkItems {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  workReader: WorkReader;

  async run(actor: Actor, query: Query): Promise<ResponseOf<'listWorkItems'>> {
    const staff = this.policy.require(actor, 'work.display');
    const values: unknown[] = [query.limit + 1];
    const conditions = [this.workReader.reach(staff, 'work.display', values)];
    conditions.push(...this.asked(query, staff.staffId, values));
    const cursor = decodeMomentCursor(query.cursor);
    if (cursor) {
      const [at, id] = [values.push(cursor[0]), values.push(cursor[1])];
      conditions.push(`(w.due_at, w.id) > ($${at}, $${id}::uuid)`);
    }
    const rows = await this.database.query<WorkItemRow>(
      selectWorkItems(`where ${conditions.join(' and ')} order by w.due_at, w.id limit $1`),
      values,
    );
    const { cursor: _, ...shown } = query;
    await this.audit.record(staff, {
      action: 'work.display',
      resourceKind: 'work',
      detail: { ...shown, count: Math.min(rows.length, query.limit) },
    });
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.due_at.toISOString(), row.id],
      await this.workReader.presenter(staff, rows),
    );
  }

  async count(actor: Actor): Promise<ResponseOf<'countMyWork'>> {
    const staff = this.policy.require(actor, 'work.display');
    const values: unknown[] = [staff.staffId, this.kernelContext.clock.now()];
    const reach = this.workReader.reach(staff, 'work.display', values);
    const [row] = await this.database.query<ResponseOf<'countMyWork'>>(
      `select count(*) filter (where w.state = 'open')::int as open,
         count(*) filter (where w.claimed_by = $1)::int as mine,
         count(*) filter (where ${overdueSql('$2')})::int as overdue
       from work_item w where w.state in ('open', 'claimed') and ${reach}`,
      values,
    );
    return row!;
  }

  private asked(query: Query, staffId: string, values: unknown[]): string[] {
    const conditions = [
      query.state === undefined
        ? `w.state in ('open', 'claimed')`
        : `w.state = $${values.push(query.state)}`,
    ];
    if (query.kind) conditions.push(`w.kind = $${values.push(query.kind)}`);
    if (query.branchId) conditions.push(`w.branch_id = $${values.push(query.branchId)}`);
    if (query.isMine !== undefined) {
      const mine = `w.claimed_by is not distinct from $${values.push(staffId)}`;
      conditions.push(query.isMine ? mine : `not (${mine})`);
    }
    if (query.isOverdue !== undefined) {
      const overdue = overdueSql(`$${values.push(this.kernelContext.clock.now())}`);
      conditions.push(query.isOverdue ? overdue : `not ${overdue}`);
    }
    return conditions;
  }
}
