import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import { AppError, Audit, UnitOfWork, type Actor, type Tx } from '../../../kernel';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';
import { ArchiveReach } from '../archive-reach';
import { inBody } from './vital-limits';
import { VitalReadings, type NewReading } from './vital-readings';
import type { VitalReading } from './vital-row';

type Body = RequestOf<'recordMyVital'>['body'];

/** A reading by hand: by the patient's people, or taken at the clinic. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RecordVital {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;
  @Inject()
  archiveReach: ArchiveReach;
  @Inject()
  vitalReadings: VitalReadings;

  /** @throws NOT_FOUND, INVALID_FIELD */
  async mine(
    actor: Actor,
    { params: { patientId }, body }: RequestOf<'recordMyVital'>,
  ): Promise<VitalReading> {
    const { accountId } = requireAccount(actor);
    await this.proxies.require(accountId, patientId);
    return this.unitOfWork.run((tx) =>
      this.keep(tx, actor, patientId, body, { source: 'manual', accountId }),
    );
  }

  /** @throws NOT_FOUND, PATIENT_LOCKED, INVALID_FIELD */
  async atClinic(
    actor: Actor,
    { params: { patientId }, body }: RequestOf<'recordPatientVital'>,
  ): Promise<VitalReading> {
    const { staffId } = await this.archiveReach.requireOpen(actor, 'archive.create', patientId);
    return this.unitOfWork.run((tx) =>
      this.keep(tx, actor, patientId, body, { source: 'staff', staffId }),
    );
  }

  private async keep(
    tx: Tx,
    actor: Actor,
    patientId: string,
    body: Body,
    origin: NewReading['origin'],
  ): Promise<VitalReading> {
    const reading = { ...body, measuredAt: new Date(body.measuredAt) };
    const [problems] = await this.vitalReadings.problems(tx, patientId, [reading]);
    if (problems && Object.keys(problems).length > 0) throw inBody(problems);
    await this.vitalReadings.lock(tx, patientId);
    const kept = await this.vitalReadings.add(tx, { ...reading, patientId, origin });
    // Only what a device sends can be there already.
    if (!kept) throw new AppError('CONFLICT');
    await this.audit.record(
      actor,
      {
        action: 'vital.create',
        resourceKind: 'vital',
        resourceId: kept.id,
        patientId,
        detail: { kind: body.kind },
      },
      tx,
    );
    return kept;
  }
}
