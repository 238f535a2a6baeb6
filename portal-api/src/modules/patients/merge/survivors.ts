import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, type Tx } from '../../../kernel';

/** Under which record a patient is kept today, when theirs was merged into another. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Survivors {
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
}
