import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError } from '../../../kernel';
import { HospitalPatients, MergePatients } from '../../patients';
import { ConflictStore } from '../agreement/conflict-store';
import { ExternalIds } from '../agreement/external-ids';
import type { Canonical } from '../canonical';
import type { PartOutcome, Taking } from './inbound-row';
import { AwaitedProblem } from './verdict';
import { WaitingMessages } from './waiting-messages';

/** Two of theirs have become one: so do ours, with all that belongs to either. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeMerge {
  @Inject()
  externalIds: ExternalIds;
  @Inject()
  hospitalPatients: HospitalPatients;
  @Inject()
  mergePatients: MergePatients;
  @Inject()
  conflictStore: ConflictStore;
  @Inject()
  waitingMessages: WaitingMessages;

  async run(taking: Taking, item: Extract<Canonical, { type: 'merge' }>): Promise<PartOutcome> {
    const { tx, system } = taking;
    const { survivorExternalId, mergedExternalId } = item;
    for (const externalId of [survivorExternalId, mergedExternalId].sort()) {
      await this.externalIds.lock(tx, system.id, 'patient', externalId);
    }
    const survivor = await this.ours(taking, survivorExternalId);
    const merged = await this.ours(taking, mergedExternalId);
    if (survivor === null && merged === null) {
      throw new AwaitedProblem(
        'unknown-patient',
        '合并的患者尚未传来，传来后自动处理',
        `patient:${survivorExternalId}`,
      );
    }
    const patientId = survivor ?? merged!;
    if (survivor !== null && merged !== null && survivor !== merged) {
      const isMerged = await this.merge(taking, survivor, merged);
      if (!isMerged) return this.contest(taking, item, survivor);
    }
    // From now on both numbers mean the one who stays, also for what comes late under the old one.
    for (const externalId of [survivorExternalId, mergedExternalId]) {
      await this.externalIds.put(tx, system.id, 'patient', externalId, patientId);
      await this.waitingMessages.release(tx, system.id, `patient:${externalId}`);
    }
    return { kind: 'taken', patientId };
  }

  /** @returns false when both have a document, which cannot be one person's */
  private async merge(
    { tx, system }: Taking,
    survivorId: string,
    mergedId: string,
  ): Promise<boolean> {
    try {
      const source = system.code;
      await this.mergePatients.run(tx, {
        survivorId,
        mergedId,
        reason: '医院系统中已合并',
        source,
      });
      return true;
    } catch (error) {
      // Refused before anything was written.
      if (error instanceof AppError && error.code === 'IDENTITY_MISMATCH') return false;
      throw error;
    }
  }

  private async contest(
    { tx, system, row }: Taking,
    { survivorExternalId, mergedExternalId }: Extract<Canonical, { type: 'merge' }>,
    patientId: string,
  ): Promise<PartOutcome> {
    const title = '医院系统中合并了两位患者，本系统中两人证件不同';
    await this.conflictStore.raise(tx, {
      systemId: system.id,
      kind: 'patient-merge',
      externalId: `${survivorExternalId}:${mergedExternalId}`,
      inboundId: row.id,
      internalId: patientId,
      patientId,
      title,
      fields: [{ name: 'merge', title: '档案', ours: '两份档案', theirs: '一份档案' }],
    });
    return { kind: 'conflict', patientId, text: title };
  }

  private async ours({ tx, system }: Taking, externalId: string): Promise<string | null> {
    const known = await this.externalIds.find(tx, system.id, 'patient', externalId);
    return known ? ((await this.hospitalPatients.lock(tx, known.internalId))?.id ?? null) : null;
  }
}
