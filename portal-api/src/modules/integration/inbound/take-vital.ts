import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError } from '../../../kernel';
import { VitalIntake } from '../../records';
import { InboundProblem, type Canonical } from '../canonical';
import type { PartOutcome, Taking } from './inbound-row';
import { TakePatient } from './take-patient';

/** What was measured at the hospital goes into the same diary, beside what the patient measures. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeVital {
  @Inject()
  takePatient: TakePatient;
  @Inject()
  vitalIntake: VitalIntake;

  async run(taking: Taking, item: Extract<Canonical, { type: 'vital' }>): Promise<PartOutcome> {
    const { tx, system, row } = taking;
    const patientId = await this.takePatient.find(taking, item.patient);
    const source = {
      systemId: system.id,
      sourceId: item.externalId,
      version: row.external_version,
      changedAt: row.changed_at ?? row.received_at,
    };
    const { outcome } = await this.vitalIntake
      .save(tx, source, patientId, item)
      .catch((error: unknown) => {
        throw error instanceof AppError && error.code === 'INVALID_FIELD'
          ? problemOf(error)
          : error;
      });
    return { kind: outcome === 'older' ? 'older' : 'taken', patientId };
  }
}

function problemOf({ fields = {} }: AppError): InboundProblem {
  const fault = 'measuredAt' in fields ? 'absurd-date' : 'missing-field';
  return new InboundProblem(fault, `生命体征：${Object.values(fields).join('；')}`);
}
