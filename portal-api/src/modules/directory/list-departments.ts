import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, Database } from '../../kernel';
import { AvailabilityHolder } from './ports';

interface DepartmentRow extends Record<string, unknown> {
  id: string;
  branch_id: string;
  name: string;
  intro: string;
  location: string;
  group_name: string;
}

/** Departments of a branch in the order of the house, with the first day somebody is free. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListDepartments {
  @Inject()
  database: Database;
  @Inject()
  availabilityHolder: AvailabilityHolder;

  async run(branchId: string): Promise<ResponseOf<'listDepartments'>> {
    const rows = await this.database.query<DepartmentRow>(
      `select department.id, department.branch_id, department.name, department.intro,
         department.location, department.group_name
       from department join branch on branch.id = department.branch_id and branch.is_active
       where department.branch_id = $1 and department.is_active
       order by department.sort_order, department.code`,
      [branchId],
      'departments',
    );
    if (rows.length === 0) await this.requireBranch(branchId);
    const { availability } = this.availabilityHolder;
    const nextFree = await availability.nextFreeDates(rows.map((row) => row.id));
    return {
      items: rows.map((row) => ({
        id: row.id,
        branchId: row.branch_id,
        name: row.name,
        intro: row.intro,
        location: row.location,
        group: row.group_name,
        nextFreeDate: nextFree.get(row.id) ?? null,
      })),
    };
  }

  private async requireBranch(branchId: string): Promise<void> {
    const found = await this.database.query(`select 1 from branch where id = $1 and is_active`, [
      branchId,
    ]);
    if (found.length === 0) throw new AppError('NOT_FOUND');
  }
}
