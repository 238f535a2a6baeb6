import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Database, type Tx } from '../../../kernel';

/** Under which record a patient is kept today, when theirs was merged into another. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Survivors {
  @Inject()
  database: Database;

  /**
   * The record itself or the one it was merged into, held so that no merge happens before this transaction
   * ends: what it writes is moved along with the rest, or stands in the right place already.
   * @throws NOT_FOUND
   */
  async hold(tx: Tx, patientId: string): Promise<string> {
    let id = patientId;
    for (;;) {
      const [row] = await tx.query<{ merged_into: string | null }>(
        `select merged_into from patient where id = $1 for key share`,
        [id],
        'survivor-hold',
      );
      if (!row) throw new AppError('NOT_FOUND');
      if (row.merged_into === null) return id;
      id = row.merged_into;
    }
  }

  /** As `hold`, for a look; an id that nobody has stays as it is. */
  async of(patientId: string): Promise<string> {
    const [row] = await this.database.query<{ id: string }>(
      `with recursive way as (
         select id, merged_into from patient where id = $1
         union all select p.id, p.merged_into from patient p join way w on p.id = w.merged_into)
       select id from way where merged_into is null`,
      [patientId],
      'survivor-of',
    );
    return row?.id ?? patientId;
  }
}

/** SQL: the ids of a record and of all that were merged into it; the audit, which nobody rewrites, has those. */
export function everyIdSql(patientId: string): string {
  return `(with recursive all_ids as (
    select ${patientId}::uuid as id
    union all select m.id from patient m join all_ids a on m.merged_into = a.id)
   select id from all_ids)`;
}
