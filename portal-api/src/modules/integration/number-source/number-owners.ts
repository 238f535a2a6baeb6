import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, Settings } from '../../../kernel';
import { branchesOfHis } from './number-source.settings';

/** Which branches leave their numbers to the hospital's own system. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class NumberOwners {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;

  /** Codes of branches. */
  async ofHis(): Promise<readonly string[]> {
    return this.settings.get(branchesOfHis);
  }

  async isHisBranch(branchId: string): Promise<boolean> {
    const codes = await this.ofHis();
    if (codes.length === 0) return false;
    const found = await this.database.query(
      `select 1 from branch where id = $1 and code = any($2)`,
      [branchId, codes],
    );
    return found.length > 0;
  }

  async isHisOf(appointmentId: string): Promise<boolean> {
    const codes = await this.ofHis();
    if (codes.length === 0) return false;
    const found = await this.database.query(
      `select 1 from appointment a join branch b on b.id = a.branch_id where a.id = $1 and b.code = any($2)`,
      [appointmentId, codes],
    );
    return found.length > 0;
  }
}
