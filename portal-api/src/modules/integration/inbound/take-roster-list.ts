import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { ExternalSchedules } from '../agreement/external-schedules';
import { NumberOwners } from '../number-source/number-owners';
import type { PartOutcome, Taking } from './inbound-row';
import { TakeRoster } from './take-roster';

/** Found by the full comparison only: a schedule that was deleted says nothing by itself. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeRosterList {
  @Inject()
  numberOwners: NumberOwners;
  @Inject()
  externalSchedules: ExternalSchedules;
  @Inject()
  takeRoster: TakeRoster;

  async run(taking: Taking, externalIds: readonly string[]): Promise<PartOutcome> {
    const { tx, system, row } = taking;
    if (!(await this.numberOwners.isHisBranch(system.branchId))) {
      const text = '本院区的号源由本系统掌握，排班只供核对';
      return { kind: 'set-aside', patientId: null, fault: 'not-kept-here', text };
    }
    const there = new Set(externalIds);
    const known = await this.externalSchedules.knownBefore(tx, system.id, row.seq);
    const texts: string[] = [];
    for (const externalId of known.filter((id) => !there.has(id))) {
      texts.push(...(await this.takeRoster.end(taking, externalId)));
    }
    if (texts.length > 0) return { kind: 'conflict', patientId: null, text: texts[0]! };
    return { kind: 'taken', patientId: null };
  }
}
