import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { HospitalRosterOutcome } from '../../appointments';
import { ConflictStore } from '../agreement/conflict-store';
import type { Taking } from './inbound-row';

/** `clinic`: the whole of it, which may be suspended; `places`: some; `clash`: it could not be made. */
type RosterContest = 'clinic' | 'places' | 'clash';

/** Where a roster of theirs would take something from somebody, a person decides. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RosterConflicts {
  @Inject()
  conflictStore: ConflictStore;

  /** @returns what it says; nothing where both sides agree, or a person has decided already */
  async note(
    { tx, system, row }: Taking,
    externalId: string,
    outcome: HospitalRosterOutcome,
  ): Promise<string[]> {
    const about = { systemId: system.id, kind: 'roster', externalId } as const;
    if (outcome.kind === 'taken') {
      await this.conflictStore.settle(tx, about);
      return [];
    }
    const { rosterId, patients, ours, theirs, isWhole } = outcome.difference;
    const name: RosterContest = patients === 0 ? 'clash' : isWhole ? 'clinic' : 'places';
    const title = titles[name].replace('#', String(patients));
    const isOpen = await this.conflictStore.raise(tx, {
      ...about,
      inboundId: row.id,
      internalId: rosterId,
      patientId: null,
      title,
      fields: [{ name, title: '出诊', ours, theirs }],
    });
    return isOpen ? [title] : [];
  }
}

const titles: Record<RosterContest, string> = {
  clinic: '医院已取消出诊，仍有 # 位患者已约',
  places: '医院减少了号源，有 # 位患者没有号',
  clash: '医院的排班与本系统的排班冲突',
};
