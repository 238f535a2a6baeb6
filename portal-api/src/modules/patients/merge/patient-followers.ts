import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { MovedRows, PatientFollower, Tx } from '../../../kernel';

/** What every module keeps of patients; the composition root fills the list. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PatientFollowers {
  readonly list: PatientFollower[] = [];

  async merged(tx: Tx, from: string, into: string): Promise<MovedRows> {
    const moved: MovedRows = {};
    for (const follower of this.list) {
      Object.assign(moved, await follower.patientMerged(tx, from, into));
    }
    return moved;
  }

  /** In the opposite order. */
  async unmerged(tx: Tx, moved: MovedRows, from: string, into: string): Promise<void> {
    for (const follower of [...this.list].reverse()) {
      await follower.patientUnmerged(tx, moved, from, into);
    }
  }
}
