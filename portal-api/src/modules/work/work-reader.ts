import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission } from '@suizhen/contract';
import { AppError, Database, KernelContext, type Actor, type StaffActor } from '../../kernel';
import { Policy } from '../identity';
import { WorkSubjectsHolder } from './ports';
import {
  presentWorkItem,
  selectWorkItems,
  type WorkItemAnswer,
  type WorkItemRow,
} from './work-item-row';

/** Work items within somebody's reach, and how they are shown. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class WorkReader {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;
  @Inject()
  workSubjectsHolder: WorkSubjectsHolder;

  /** SQL over `work_item w`. Money is for who keeps the books; a number of no branch for all of them. */
  reach(staff: StaffActor, permission: Permission, values: unknown[]): string {
    const within = this.within(staff, permission, values);
    return staff.grants.has('finance.display')
      ? `(${within} or (w.kind = 'reconciliation' and w.branch_id is null))`
      : `(${within} and w.kind <> 'reconciliation')`;
  }

  /** To oneself means: what one has taken, and what of the branch nobody has. */
  private within(staff: StaffActor, permission: Permission, values: unknown[]): string {
    const filter = this.policy.scope(staff, permission);
    const columns = { branch: 'w.branch_id', department: 'w.department_id', staff: 'w.claimed_by' };
    const within = this.policy.scopeCondition(filter, columns, values);
    if (filter.kind !== 'self') return within;
    const ofBranch =
      staff.branchId === null ? 'true' : `w.branch_id = $${values.push(staff.branchId)}`;
    return `(${within} or (w.claimed_by is null and ${ofBranch}))`;
  }

  /** @throws NOT_FOUND when there is none within the scope of the permission */
  async require(
    actor: Actor,
    permission: Permission,
    id: string,
  ): Promise<{ staff: StaffActor; row: WorkItemRow }> {
    const staff = this.policy.require(actor, permission);
    const values: unknown[] = [id];
    const reach = this.reach(staff, permission, values);
    const [row] = await this.database.query<WorkItemRow>(
      selectWorkItems(`where w.id = $1 and ${reach}`),
      values,
    );
    if (!row) throw new AppError('NOT_FOUND');
    return { staff, row };
  }

  /** What an action of one's own has made of it. */
  async afterwards(staff: StaffActor, id: string): Promise<WorkItemAnswer> {
    const [row] = await this.database.query<WorkItemRow>(selectWorkItems('where w.id = $1'), [id]);
    if (!row) throw new AppError('NOT_FOUND');
    return (await this.presenter(staff, [row]))(row);
  }

  async presenter(
    staff: StaffActor,
    rows: readonly WorkItemRow[],
  ): Promise<(row: WorkItemRow) => WorkItemAnswer> {
    const ids = new Set(rows.flatMap((row) => row.patient_id ?? []));
    const view = {
      now: this.kernelContext.clock.now(),
      staffId: staff.staffId,
      seesClear: this.policy.seesClear(staff, 'work.display'),
      subjects: await this.workSubjectsHolder.subjects.describe([...ids]),
    };
    return (row) => presentWorkItem(row, view);
  }
}
