import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { VitalKind } from '@suizhen/contract';
import { AppError, KernelContext, newId, type Tx } from '../../../kernel';
import { Survivors } from '../../patients';
import type { IntakeOutcome, RecordSource } from '../intake/incoming';
import { ageOf, type KeptVersion } from '../intake/kept-version';
import { deviationsOf, type MeasuredReading } from './vital.rules';
import { VitalLimits } from './vital-limits';
import { VitalReadings } from './vital-readings';

/** A reading as a system of the hospital keeps it. */
interface IncomingVital {
  kind: VitalKind;
  systolic: number | null;
  diastolic: number | null;
  value: number | null;
  measuredAt: Date;
}

/**
 * Readings that were taken at the hospital and written down in its own system. Whoever took them was beside
 * the patient, so that nobody has to be alarmed.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class VitalIntake {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  survivors: Survivors;
  @Inject()
  vitalLimits: VitalLimits;
  @Inject()
  vitalReadings: VitalReadings;

  /** @throws INVALID_FIELD with what is wrong, by field, when nobody can have such a reading */
  async save(
    tx: Tx,
    source: RecordSource,
    patientId: string,
    vital: IncomingVital,
  ): Promise<{ id: string; outcome: IntakeOutcome }> {
    const reading: MeasuredReading = { ...vital, moment: null };
    const holder = await this.survivors.hold(tx, patientId);
    const [problems] = await this.vitalReadings.problems(tx, holder, [reading]);
    if (problems && Object.keys(problems).length > 0) {
      throw new AppError('INVALID_FIELD', { fields: problems });
    }
    const limits = (await this.vitalLimits.of(holder, tx)).find(({ kind }) => kind === vital.kind)!;
    const isBeyond = deviationsOf(vital, limits).length > 0;
    const now = this.kernelContext.clock.now();
    const id = newId(now);
    const content = [
      holder,
      vital.kind,
      vital.systolic,
      vital.diastolic,
      vital.value,
      vital.measuredAt,
      isBeyond,
      source.version,
      source.changedAt,
    ];
    const inserted = await tx.query(
      `insert into vital_reading (id, source, recorded_at, system_id, source_id, patient_id, kind, systolic, diastolic,
         value, measured_at, is_beyond_limits, source_version, source_changed_at)
       values ($1, 'staff', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (system_id, source_id) do nothing returning id`,
      [id, now, source.systemId, source.sourceId, ...content],
    );
    if (inserted.length === 1) return { id, outcome: 'created' };
    return this.update(tx, source, content);
  }

  private async update(
    tx: Tx,
    source: RecordSource,
    content: readonly unknown[],
  ): Promise<{ id: string; outcome: IntakeOutcome }> {
    const [kept] = await tx.query<KeptVersion & { id: string }>(
      `select id, source_version, source_changed_at from vital_reading
        where system_id = $1 and source_id = $2 for update`,
      [source.systemId, source.sourceId],
    );
    if (!kept) throw new Error('a reading that was there is gone');
    const age = ageOf(source, kept);
    if (age !== 'newer') return { id: kept.id, outcome: age === 'same' ? 'unchanged' : 'older' };
    await tx.query(
      `update vital_reading set patient_id = $2, kind = $3, systolic = $4, diastolic = $5, value = $6,
         measured_at = $7, is_beyond_limits = $8, source_version = $9, source_changed_at = $10 where id = $1`,
      [kept.id, ...content],
    );
    return { id: kept.id, outcome: 'changed' };
  }
}
