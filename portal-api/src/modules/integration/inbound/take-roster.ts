import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, systemActor } from '../../../kernel';
import { HospitalRosters, type HospitalRosterOutcome } from '../../appointments';
import { ExternalSchedules, isOlder, type KnownSchedule } from '../agreement/external-schedules';
import type { CanonicalRoster } from '../canonical';
import { NumberOwners } from '../number-source/number-owners';
import { UnknownRosters } from '../number-source/unknown-rosters';
import { partsOf } from './clinics-of-schedule';
import type { PartOutcome, Taking } from './inbound-row';
import { RosterConflicts } from './roster-conflicts';
import { RosterMessages } from './roster-messages';
import { RosterPlaces, type RosterPlace } from './roster-places';

const actor = systemActor('integration');

/** Where the hospital owns the numbers its rosters are ours; elsewhere people compare. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeRoster {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  numberOwners: NumberOwners;
  @Inject()
  externalSchedules: ExternalSchedules;
  @Inject()
  rosterPlaces: RosterPlaces;
  @Inject()
  rosterConflicts: RosterConflicts;
  @Inject()
  rosterMessages: RosterMessages;
  @Inject()
  hospitalRosters: HospitalRosters;
  @Inject()
  unknownRosters: UnknownRosters;

  /** @throws InboundProblem: a doctor or department that is nobody's here */
  async run(taking: Taking, item: CanonicalRoster): Promise<PartOutcome> {
    const { tx, system, row } = taking;
    if (!(await this.numberOwners.isHisBranch(system.branchId))) {
      return aside('本院区的号源由本系统掌握，排班只供核对');
    }
    if (item.doctorCode === '' && item.doctorName === '') return aside('不是医生的排班');
    const known = await this.externalSchedules.hold(tx, system.id, item.externalId);
    const { versions } = item;
    if (known && isOlder({ versions, seq: row.seq }, known))
      return { kind: 'older', patientId: null };
    const parts = item.isCancelled ? [] : partsOf(item, this.kernelContext.clock.today());
    // Of what is cancelled or past nobody has to know the doctor.
    const place = parts.length > 0 ? await this.rosterPlaces.require(taking, item) : null;
    const clinics: Record<string, string | null> = {};
    const texts: string[] = [];
    for (const part of parts) {
      const key = `${part.date}/${part.period}/${place!.doctorId}`;
      const clinic = { ...placeOf(taking, place!), ...part };
      const before = known?.clinics[key] ?? null;
      const outcome = await this.hospitalRosters.put(tx, actor, before, clinic);
      const rosterId = rosterOf(outcome);
      clinics[key] = rosterId;
      if (rosterId) await this.unknownRosters.settle(tx, rosterId);
      if (outcome.isTakenOver && rosterId) {
        await this.takeOver(taking, item.externalId, [key, rosterId]);
      }
      texts.push(
        ...(await this.rosterConflicts.note(taking, `${item.externalId}/${key}`, outcome)),
      );
    }
    texts.push(...(await this.withdraw(taking, item.externalId, known, clinics)));
    await this.externalSchedules.keep(tx, system.id, item.externalId, {
      versions,
      clinics,
      seq: row.seq,
    });
    if (texts.length > 0) return { kind: 'conflict', patientId: null, text: texts[0]! };
    return { kind: 'taken', patientId: null };
  }

  /** What a person was to decide about the one before is decided: the clinic takes place. */
  private async takeOver(
    taking: Taking,
    externalId: string,
    clinic: readonly [key: string, rosterId: string],
  ): Promise<void> {
    const { tx, system } = taking;
    const former = await this.externalSchedules.takeOver(tx, system.id, externalId, clinic);
    for (const one of former) {
      await this.rosterConflicts.note(taking, `${one}/${clinic[0]}`, {
        kind: 'taken',
        rosterId: null,
      });
    }
  }

  /** A schedule that is not on their list any more: all its clinics. */
  async end(taking: Taking, externalId: string): Promise<string[]> {
    const { tx, system, row } = taking;
    const known = await this.externalSchedules.hold(tx, system.id, externalId);
    if (!known || known.seq >= BigInt(row.seq)) return [];
    const clinics: Record<string, string | null> = {};
    const texts = await this.withdraw(taking, externalId, known, clinics);
    await this.externalSchedules.keep(tx, system.id, externalId, {
      versions: known.versions,
      clinics,
      seq: row.seq,
    });
    return texts;
  }

  /** What was made of the schedule before and is not in it now. @param clinics what remains is added to it */
  private async withdraw(
    taking: Taking,
    externalId: string,
    known: KnownSchedule | null,
    clinics: Record<string, string | null>,
  ): Promise<string[]> {
    const texts: string[] = [];
    const today = this.kernelContext.clock.today();
    for (const [key, rosterId] of Object.entries(known?.clinics ?? {})) {
      if (key in clinics || key.slice(0, today.length) < today) continue;
      const outcome: HospitalRosterOutcome = rosterId
        ? await this.hospitalRosters.withdraw(taking.tx, actor, rosterId)
        : { kind: 'taken', rosterId: null };
      const left = rosterOf(outcome);
      // Kept in mind while it is there: it may come back, and then it is the same.
      if (left) clinics[key] = left;
      texts.push(...(await this.rosterConflicts.note(taking, `${externalId}/${key}`, outcome)));
      if (rosterId) await this.rosterMessages.takeAgainWithout(taking.tx, taking.system.id, key);
    }
    return texts;
  }
}

function placeOf({ system }: Taking, { doctorId, departmentId }: RosterPlace) {
  return { branchId: system.branchId, departmentId, doctorId };
}

function rosterOf(outcome: HospitalRosterOutcome): string | null {
  return outcome.kind === 'taken' ? outcome.rosterId : outcome.difference.rosterId;
}

function aside(text: string): PartOutcome {
  return { kind: 'set-aside', patientId: null, fault: 'not-kept-here', text };
}
