import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, realTime, Settings } from '../../../kernel';
import { isAwaitedSql } from '../../appointments';
import { branchesOfHis } from './number-source.settings';

/** A branch gets another code hardly ever. */
const freshForMs = 30_000;

/** Which branches leave their numbers to the hospital's own system. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class NumberOwners {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;

  private known: { key: string; at: number; ids: readonly string[] } | undefined;

  /** Codes of branches. */
  ofHis(): Promise<readonly string[]> {
    return this.settings.get(branchesOfHis);
  }

  /** Kept for a moment: the page that everybody reloads asks for it. */
  async branchIds(): Promise<readonly string[]> {
    const codes = await this.ofHis();
    if (codes.length === 0) return [];
    const now = realTime.now().getTime();
    const key = codes.join('\n');
    if (this.known?.key === key && now - this.known.at < freshForMs) return this.known.ids;
    const rows = await this.database.query<{ id: string }>(
      `select id from branch where code = any($1)`,
      [codes],
    );
    this.known = { key, at: now, ids: rows.map(({ id }) => id) };
    return this.known.ids;
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

  /** Also of what was booked while its branch still left its numbers to the hospital. */
  async isAsked(appointmentId: string): Promise<boolean> {
    const found = await this.database.query(
      `select 1 from appointment a join branch b on b.id = a.branch_id
        where a.id = $1 and (b.code = any($2)
          or ${isAwaitedSql})`,
      [appointmentId, await this.ofHis()],
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
