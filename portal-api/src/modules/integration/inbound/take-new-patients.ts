import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, pgErrorCode, UnitOfWork, type Tx } from '../../../kernel';
import { HospitalPatients, type PatientFacts } from '../../patients';
import { comparePatient, sidesOfOurs, sidesOfTheirs } from '../agreement/compare-patient';
import { NewExternalIds } from '../agreement/new-external-ids';
import { SentPatients } from '../agreement/sent-patients';
import type { CanonicalPatient } from '../canonical';
import type { ConnectedSystem } from '../systems/connected-systems';
import type { InboundRow, Verdict } from './inbound-row';
import { factsOf, leftOutOf } from './new-patient-facts';
import { NewPatientMessages } from './new-patient-messages';
import { TakeMessage } from './take-message';
import { TakePatient } from './take-patient';
import { verdictOf } from './verdict';
import { WaitingMessages } from './waiting-messages';

interface Candidate {
  row: InboundRow;
  patient: CanonicalPatient;
  facts: PatientFacts;
  leftOut: readonly string[];
}

export interface Together {
  /** Of how many it was tried. */
  seen: number;
  taken: readonly { row: InboundRow; verdict: Verdict }[];
}

/**
 * The first time a hospital tells whom it knows: many at once, in one transaction. Only who is plainly new is
 * taken here. Whoever may be somebody already, cannot be read, or says more than who they are is left as it
 * is, for the way that takes messages one by one.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeNewPatients {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  newPatientMessages: NewPatientMessages;
  @Inject()
  takeMessage: TakeMessage;
  @Inject()
  takePatient: TakePatient;
  @Inject()
  sentPatients: SentPatients;
  @Inject()
  newExternalIds: NewExternalIds;
  @Inject()
  hospitalPatients: HospitalPatients;
  @Inject()
  waitingMessages: WaitingMessages;

  /** @returns null when one of them spoilt it for all, and nothing was done */
  async run(system: ConnectedSystem, pausedKinds: string | null): Promise<Together | null> {
    try {
      return await this.unitOfWork.run((tx) => this.take(tx, system, pausedKinds));
    } catch (error) {
      const log = { systemId: system.id, error: pgErrorCode(error) ?? (error as Error).name };
      this.kernelContext.logger.info(log, 'patients not taken in together');
      return null;
    }
  }

  private async take(
    tx: Tx,
    system: ConnectedSystem,
    pausedKinds: string | null,
  ): Promise<Together> {
    const rows = await this.newPatientMessages.claim(tx, system.id, pausedKinds);
    const candidates = rows.flatMap((row) => this.candidateOf(system, row) ?? []);
    const unknown = await this.onlyUnknown(tx, system, candidates);
    if (unknown.length === 0) return { seen: rows.length, taken: [] };
    const ids = await this.hospitalPatients.createUnknown(
      tx,
      unknown.map(({ facts }) => facts),
      { branchId: system.branchId, fromSystemId: system.id },
    );
    const created = unknown.flatMap((candidate, place) => {
      const patientId = ids[place];
      return patientId ? [{ ...candidate, patientId }] : [];
    });
    await this.newExternalIds.put(
      tx,
      system.id,
      created.map(({ row, patient, facts, patientId }) => ({
        externalId: patient.externalId,
        internalId: patientId,
        agreed: this.agreedOn(facts, patient),
        source: { version: row.external_version, changedAt: row.changed_at, seq: row.seq },
      })),
    );
    const keys = created.map(({ patient }) => `patient:${patient.externalId}`);
    await this.waitingMessages.release(tx, system.id, ...keys);
    const taken = created.map(({ row, patientId, patient, leftOut }) => ({
      row,
      verdict: verdictOf({ items: [], leftOut }, [
        { kind: 'taken', patientId, leftOut: leftOutOf(patient) },
      ]),
    }));
    await this.newPatientMessages.settle(tx, taken);
    return { seen: rows.length, taken };
  }

  /** Null for what says anything but who one patient is, and for what somebody has to look at. */
  private candidateOf(system: ConnectedSystem, row: InboundRow): Candidate | null {
    try {
      const { items, leftOut } = this.takeMessage.read({ system, row });
      const [item] = items;
      if (items.length !== 1 || item?.type !== 'patient') return null;
      // We told them of this one: no stranger, whatever document they have.
      if (item.patient.ourId) return null;
      this.takePatient.requireReadable(item.patient);
      return { row, patient: item.patient, facts: factsOf(item.patient), leftOut };
    } catch {
      return null;
    }
  }

  private async onlyUnknown(
    tx: Tx,
    system: ConnectedSystem,
    candidates: readonly Candidate[],
  ): Promise<Candidate[]> {
    const byId = new Map<string, Candidate>();
    for (const candidate of candidates) {
      const { externalId } = candidate.patient;
      if (!byId.has(externalId)) byId.set(externalId, candidate);
    }
    const unknown = await this.newExternalIds.lock(tx, system.id, [...byId.keys()]);
    return [...byId.values()].filter(({ patient }) => unknown.has(patient.externalId));
  }

  private agreedOn(facts: PatientFacts, patient: CanonicalPatient) {
    const { digest } = this.sentPatients;
    return comparePatient(sidesOfOurs(facts), sidesOfTheirs(patient), null, digest).agreed;
  }
}
