import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { normalizeIdentityNumber, type InboundState, type RequestOf } from '@suizhen/contract';
import { AppError, Audit, UnitOfWork, type Actor, type Tx } from '../../../kernel';
import { HospitalPatients, type PatientFacts } from '../../patients';
import { ExternalIds } from '../agreement/external-ids';
import type { CanonicalPatient } from '../canonical';
import { inboundStates } from '../inbound/inbound-row';
import { WaitingMessages } from '../inbound/waiting-messages';
import { presentInbound, type InboundAnswer } from './inbound-view';
import { patientsIn, ReadInbound } from './read-inbound';

/** A person works the quarantine off: says who is meant, or that nothing will come of it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SettleInbound {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  readInbound: ReadInbound;
  @Inject()
  externalIds: ExternalIds;
  @Inject()
  hospitalPatients: HospitalPatients;
  @Inject()
  waitingMessages: WaitingMessages;

  /**
   * From now on the patient's number there means this record, for this message and all others.
   * @throws NOT_FOUND, INVALID_STATE, VERSION_CONFLICT, IDENTITY_MISMATCH when documents or names say otherwise
   */
  async link(
    actor: Actor,
    { params: { inboundId }, body }: RequestOf<'linkInboundMessage'>,
  ): Promise<InboundAnswer> {
    const { staff, row } = await this.readInbound.require(actor, 'integration.update', inboundId);
    const externalId = /^patient:(.+)$/s.exec(row.waits_for ?? '')?.[1];
    if (externalId === undefined) throw new AppError('INVALID_STATE');
    const said = patientsIn(await this.readInbound.reading(row));
    await this.unitOfWork.run(async (tx) => {
      await this.hold(tx, inboundId, body.version, 'received');
      await this.externalIds.lock(tx, row.system_id, 'patient', externalId);
      const ours = await this.hospitalPatients.lock(tx, body.patientId);
      if (!ours) throw new AppError('NOT_FOUND');
      if (said.some((theirs) => this.isSomebodyElse(ours.facts, theirs))) {
        throw new AppError('IDENTITY_MISMATCH');
      }
      await this.externalIds.put(tx, row.system_id, 'patient', externalId, ours.id);
      await this.waitingMessages.release(tx, row.system_id, `patient:${externalId}`);
      await this.audit.record(
        staff,
        {
          action: 'integration.link',
          resourceKind: 'integration',
          resourceId: inboundId,
          patientId: ours.id,
          reason: body.reason,
        },
        tx,
      );
    });
    return this.afterwards(actor, inboundId);
  }

  /** @throws NOT_FOUND, INVALID_STATE, VERSION_CONFLICT */
  async discard(
    actor: Actor,
    { params: { inboundId }, body }: RequestOf<'discardInboundMessage'>,
  ): Promise<InboundAnswer> {
    const { staff, row } = await this.readInbound.require(actor, 'integration.update', inboundId);
    await this.unitOfWork.run(async (tx) => {
      await this.hold(tx, inboundId, body.version, 'discarded');
      await tx.query(
        `update inbound_message set state = 'discarded', waits_for = null, version = version + 1 where id = $1`,
        [inboundId],
      );
      await this.audit.record(
        staff,
        {
          action: 'integration.discard',
          resourceKind: 'integration',
          resourceId: inboundId,
          patientId: row.patient_id,
          reason: body.reason,
        },
        tx,
      );
    });
    return this.afterwards(actor, inboundId);
  }

  /** Where both have a document it decides; else the name does. */
  private isSomebodyElse(ours: PatientFacts, theirs: CanonicalPatient): boolean {
    const { identity, name } = theirs;
    if (identity && identity.number !== '' && ours.identityType === identity.type) {
      return normalizeIdentityNumber(identity.number) !== ours.identityNumber;
    }
    return !this.hospitalPatients.isSameName(ours.name, name);
  }

  private async hold(tx: Tx, id: string, version: number, to: InboundState): Promise<void> {
    const [row] = await tx.query<{ state: InboundState; version: number }>(
      `select state, version from inbound_message where id = $1 for update`,
      [id],
    );
    if (!row) throw new AppError('NOT_FOUND');
    if (row.version !== version) throw new AppError('VERSION_CONFLICT');
    if (row.state !== 'quarantined' || !inboundStates.canMove(row.state, to)) {
      throw new AppError('INVALID_STATE');
    }
  }

  private async afterwards(actor: Actor, id: string): Promise<InboundAnswer> {
    return presentInbound((await this.readInbound.require(actor, 'integration.update', id)).row);
  }
}
