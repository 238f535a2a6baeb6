import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, realTime, systemActor, uuidPattern } from '../../../kernel';
import { HospitalPatients, type KnownPatient } from '../../patients';
import {
  changesOf,
  comparePatient,
  fieldTitles,
  sidesOfOurs,
  sidesOfTheirs,
  type ComparedField,
  type Sides,
} from '../agreement/compare-patient';
import { ConflictStore } from '../agreement/conflict-store';
import { ExternalIds, type KnownExternal } from '../agreement/external-ids';
import { SentPatients } from '../agreement/sent-patients';
import { InboundProblem, type CanonicalPatient, type PatientRef } from '../canonical';
import type { PartOutcome, Taking } from './inbound-row';
import { factsOf, leftOutOf } from './new-patient-facts';
import { requireSaneBirthDate } from './sane-dates';
import { AwaitedProblem } from './verdict';
import { WaitingMessages } from './waiting-messages';

const actor = systemActor('integration');

/** Finds who a patient of theirs is here, and takes over what they say of them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakePatient {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  hospitalPatients: HospitalPatients;
  @Inject()
  externalIds: ExternalIds;
  @Inject()
  conflictStore: ConflictStore;
  @Inject()
  sentPatients: SentPatients;
  @Inject()
  waitingMessages: WaitingMessages;

  /** What they say of the patient themselves: what changed only there is taken over. */
  async take(taking: Taking, patient: CanonicalPatient): Promise<PartOutcome> {
    this.requireReadable(patient);
    const { tx, system } = taking;
    const { externalId } = patient;
    await this.externalIds.lock(tx, system.id, 'patient', externalId);
    const known = await this.externalIds.find(tx, system.id, 'patient', externalId);
    if (known && isOlder(taking, known)) return { kind: 'older', patientId: known.internalId };
    const { ours, isNew } = await this.resolve(taking, patient, known);
    const outcome = await this.agree(taking, patient, ours, known);
    if (outcome.kind === 'taken' && !isNew) {
      await this.conflictStore.settle(tx, aboutOf(taking, externalId));
    }
    return outcome;
  }

  /**
   * Whom a record is about. What a report says of its patient beside only helps to find them: a laboratory
   * often has an old address, and changes nothing here.
   * @throws AwaitedProblem unknown-patient
   */
  async find(taking: Taking, ref: PatientRef): Promise<string> {
    const { tx, system } = taking;
    const { externalId, patient } = ref;
    const known = await this.externalIds.find(tx, system.id, 'patient', externalId);
    if (known) return known.internalId;
    await this.externalIds.lock(tx, system.id, 'patient', externalId);
    const meanwhile = await this.externalIds.find(tx, system.id, 'patient', externalId);
    if (meanwhile) return meanwhile.internalId;
    if (!patient) {
      throw new AwaitedProblem(
        'unknown-patient',
        '患者尚未传来，传来后自动入库',
        `patient:${externalId}`,
      );
    }
    this.requireReadable(patient);
    const { ours, isNew } = await this.resolve(taking, { ...patient, externalId }, null);
    if (isNew) {
      // Only what they say of the patient themselves counts as their version of it.
      const { agreed } = this.compare(ours, sidesOfTheirs(patient), null);
      await this.externalIds.agree(tx, system.id, externalId, agreed, null);
    }
    return ours.id;
  }

  /** The record that stands for this patient of theirs, made if there is none. */
  private async resolve(
    taking: Taking,
    patient: CanonicalPatient,
    known: KnownExternal | null,
  ): Promise<{ ours: KnownPatient; isNew: boolean }> {
    const { tx, system } = taking;
    const mapped = known && (await this.hospitalPatients.lock(tx, known.internalId));
    if (mapped) return { ours: mapped, isNew: false };
    const here = await this.findHere(taking, patient);
    const ours = here ?? (await this.create(taking, patient));
    await this.externalIds.put(tx, system.id, 'patient', patient.externalId, ours.id);
    await this.waitingMessages.release(tx, system.id, `patient:${patient.externalId}`);
    return { ours, isNew: here === null };
  }

  private async findHere(taking: Taking, patient: CanonicalPatient): Promise<KnownPatient | null> {
    const theirs = sidesOfTheirs(patient);
    const { tx } = taking;
    const awaits = `patient:${patient.externalId}`;
    const told = await this.findTold(taking, patient);
    if (told) return told;
    if (theirs.identity !== '') {
      const { identityType, identityNumber } = changesOf(['identity'], theirs);
      const ours = await this.hospitalPatients.findByDocument(tx, identityType!, identityNumber!);
      if (ours) await this.requireSamePerson(taking, ours, theirs, awaits);
      if (ours) return ours;
    }
    const byCard = await this.hospitalPatients.findByCard(tx, theirs);
    if (!byCard) return null;
    // A card number can be typed by anybody; with the same phone it is the same person.
    if (theirs.phone !== '' && byCard.facts.phone === theirs.phone) return byCard;
    throw new AwaitedProblem(
      'unknown-patient',
      '就诊卡号、姓名与本系统一位患者相同，手机号不同或缺失，请核对后关联',
      awaits,
    );
  }

  /**
   * Whom we told them of ourselves: they may have been read there before the answer was kept here, and
   * whoever has no document would be registered a second time.
   */
  private async findTold(
    { tx }: Taking,
    { ourId = '', name, birthDate }: CanonicalPatient,
  ): Promise<KnownPatient | null> {
    if (!uuidPattern.test(ourId)) return null;
    const ours = await this.hospitalPatients.lock(tx, ourId);
    const isSame = ours?.facts.birthDate === birthDate;
    return ours && isSame && this.hospitalPatients.isSameName(ours.facts.name, name) ? ours : null;
  }

  /**
   * Somebody may have registered a document that they only know: their own phone stands here then, and no
   * result may reach it before a person has looked.
   */
  private async requireSamePerson(
    { tx }: Taking,
    ours: KnownPatient,
    theirs: Sides,
    awaits: string,
  ): Promise<void> {
    if (!this.hospitalPatients.isSameName(ours.facts.name, theirs.name)) {
      throw new AwaitedProblem('conflict', '证件号相同而姓名不同，请核对后关联', awaits);
    }
    const isOtherPhone = theirs.phone !== '' && theirs.phone !== ours.facts.phone;
    if (isOtherPhone && (await this.hospitalPatients.isSelfRegistered(tx, ours.id))) {
      throw new AwaitedProblem(
        'conflict',
        '患者自助登记的手机号与医院预留的不同，首次关联请人工核对',
        awaits,
      );
    }
  }

  private async create(taking: Taking, patient: CanonicalPatient): Promise<KnownPatient> {
    const { tx, system } = taking;
    const from = { branchId: system.branchId, fromSystemId: system.id };
    const created = await this.hospitalPatients.create(tx, factsOf(patient), from);
    if (!created) throw new Error('a document got a record meanwhile; this is tried again');
    return created;
  }

  private async agree(
    taking: Taking,
    patient: CanonicalPatient,
    ours: KnownPatient,
    known: Pick<KnownExternal, 'agreed' | 'sent'> | null,
  ): Promise<PartOutcome> {
    const { tx, system, row } = taking;
    const theirs = sidesOfTheirs(patient);
    const { taken, contested, agreed, sent } = this.compare(ours, theirs, known);
    const leftOut = leftOutOf(patient);
    const source = { version: row.external_version, changedAt: row.changed_at, seq: row.seq };
    if (ours.isLocked) {
      return { kind: 'taken', patientId: ours.id, leftOut: [...leftOut, '档案已封存，未修改'] };
    }
    const changes = changesOf(taken, theirs);
    const isWritten = await this.hospitalPatients.change(tx, actor, ours.id, changes, system.id);
    const open = isWritten ? contested : [...new Set([...contested, ...taken])];
    await this.externalIds.agree(
      tx,
      system.id,
      patient.externalId,
      isWritten ? agreed : (known?.agreed ?? {}),
      source,
      isWritten && known?.sent ? { from: known.sent, to: sent } : undefined,
    );
    if (open.length === 0) return { kind: 'taken', patientId: ours.id, leftOut };
    const title = isWritten ? titleOf(open) : '证件已属于另一位患者，可能是同一人';
    await this.contest(taking, patient, ours, open, title);
    return { kind: 'conflict', patientId: ours.id, text: title };
  }

  private async contest(
    taking: Taking,
    patient: CanonicalPatient,
    ours: KnownPatient,
    fields: readonly ComparedField[],
    title: string,
  ): Promise<void> {
    const [left, right] = [sidesOfOurs(ours.facts), sidesOfTheirs(patient)];
    await this.conflictStore.raise(taking.tx, {
      ...aboutOf(taking, patient.externalId),
      inboundId: taking.row.id,
      internalId: ours.id,
      patientId: ours.id,
      title,
      fields: fields.map((field) => ({
        name: field,
        title: fieldTitles[field],
        ours: left[field],
        theirs: right[field],
      })),
    });
  }

  private compare(
    ours: KnownPatient,
    theirs: Sides,
    known: Pick<KnownExternal, 'agreed' | 'sent'> | null,
  ) {
    const { digest } = this.sentPatients;
    const [before, sent] = [known?.agreed ?? null, known?.sent ?? null];
    return comparePatient(sidesOfOurs(ours.facts), theirs, before, digest, sent);
  }

  /** @throws InboundProblem */
  requireReadable(patient: CanonicalPatient): void {
    if (patient.externalId === '') throw new InboundProblem('missing-field', '没有患者编号');
    if (patient.name.trim() === '') throw new InboundProblem('missing-field', '没有患者姓名');
    if (patient.birthDate === '') throw new InboundProblem('missing-field', '没有出生日期');
    const { clock } = this.kernelContext;
    const now = new Date(Math.max(clock.now().getTime(), realTime.now().getTime()));
    requireSaneBirthDate(patient.birthDate, now);
  }
}

function aboutOf({ system }: Taking, externalId: string) {
  return { systemId: system.id, kind: 'patient', externalId } as const;
}

/** By their own clock where they have one, else by the order of arrival. */
function isOlder({ row }: Taking, known: KnownExternal): boolean {
  if (known.seq === null) return false;
  if (row.changed_at && known.changedAt && row.changed_at.getTime() !== known.changedAt.getTime()) {
    return row.changed_at < known.changedAt;
  }
  return BigInt(row.seq) < BigInt(known.seq);
}

function titleOf(fields: readonly ComparedField[]): string {
  return `双方都改过：${fields.map((field) => fieldTitles[field]).join('、')}`;
}
