import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, Database, type LocalDate } from '../../kernel';
import {
  presentDoctorSummary,
  selectDoctorSummaries,
  type DoctorSummaryRow,
} from './doctor-summary';
import { AvailabilityHolder } from './ports';

/** Doctors of a department, those with places first; asked for a day, those who hold a clinic then. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListDepartmentDoctors {
  @Inject()
  database: Database;
  @Inject()
  availabilityHolder: AvailabilityHolder;

  async run(
    departmentId: string,
    date: LocalDate | undefined,
  ): Promise<ResponseOf<'listDepartmentDoctors'>> {
    const rows = await this.database.query<DoctorSummaryRow>(
      selectDoctorSummaries('department.id = $1'),
      [departmentId],
      'department-doctors',
    );
    if (rows.length === 0) await this.requireDepartment(departmentId);
    const { availability } = this.availabilityHolder;
    const known = await availability.ofDoctors(
      rows.map((row) => row.id),
      date,
    );
    const shown = date === undefined ? rows : rows.filter((row) => known.get(row.id)?.hasClinic);
    const items = shown.map((row) => presentDoctorSummary(row, known.get(row.id)));
    // The sort is stable: within each half the order of titles and names stays.
    items.sort((a, b) => Number(b.remaining > 0) - Number(a.remaining > 0));
    return { items };
  }

  private async requireDepartment(departmentId: string): Promise<void> {
    const found = await this.database.query(
      `select 1 from department join branch on branch.id = department.branch_id and branch.is_active
       where department.id = $1 and department.is_active`,
      [departmentId],
    );
    if (found.length === 0) throw new AppError('NOT_FOUND');
  }
}
