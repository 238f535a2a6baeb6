import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database } from '../../../kernel';
import { NumberSourceHolder } from '../number-source/ports';
import type { SlotRow } from './slot-row';

/**
 * Over `s` (slot): that whoever owns its number knows of it.
 * @param branches parameter with the branches of which only the clinics can be had that they told us
 */
export const isToldSql = (branches: string): string =>
  `(s.branch_id <> all(${branches}::uuid[])
    or exists (select 1 from roster told where told.id = s.roster_id and told.is_from_hospital))`;

/** Clinics that were made here only, in branches whose numbers are the hospital's: nobody gets one of them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class HospitalClinics {
  @Inject()
  database: Database;
  @Inject()
  numberSourceHolder: NumberSourceHolder;

  /** For `isToldSql`. */
  branches(): Promise<readonly string[]> {
    return this.numberSourceHolder.source.branchesOfToldClinics();
  }

  /** Of the slots that were read; where no such branch is among them nothing more is asked. */
  async untoldAmong(slots: readonly Pick<SlotRow, 'id' | 'branch_id'>[]): Promise<Set<string>> {
    const branches = await this.branches();
    const asked = slots.filter(({ branch_id: branchId }) => branches.includes(branchId));
    if (asked.length === 0) return new Set();
    const rows = await this.database.query<{ id: string }>(
      `select s.id from slot s join roster r on r.id = s.roster_id
        where s.id = any($1) and not r.is_from_hospital`,
      [asked.map(({ id }) => id)],
      'untold-slots',
    );
    return new Set(rows.map(({ id }) => id));
  }
}
