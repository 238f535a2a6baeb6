import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, KernelContext, newId, type LocalDate, type Sql, type Tx } from '../../../kernel';
import { RaiseVitalAlarm } from './raise-vital-alarm';
import { deviationsOf, problemsOf, type MeasuredReading } from './vital.rules';
import { VitalLimits } from './vital-limits';
import {
  presentReading,
  readingColumns,
  readingTables,
  type ReadingRow,
  type VitalReading,
} from './vital-row';

type Origin =
  | { source: 'manual'; accountId: string }
  | { source: 'staff'; staffId: string }
  | { source: 'device'; deviceId: string; deviceReadingId: string };

export interface NewReading extends MeasuredReading {
  patientId: string;
  note: string;
  origin: Origin;
}

/** Readings of one patient follow each other, so that of two at once only one raises the alarm. */
const readingLock = 727_041;

/** The one place that writes readings. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class VitalReadings {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  vitalLimits: VitalLimits;
  @Inject()
  raiseAlarm: RaiseVitalAlarm;

  async lock(tx: Tx, patientId: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock($1, hashtext($2))`, [readingLock, patientId]);
  }

  /** What is wrong with readings of a patient, by field; one answer for each. */
  async problems(
    sql: Sql,
    patientId: string,
    readings: readonly MeasuredReading[],
  ): Promise<Record<string, string>[]> {
    const [patient] = await sql.query<{ birth_date: LocalDate }>(
      `select birth_date::text as birth_date from patient where id = $1`,
      [patientId],
    );
    if (!patient) throw new AppError('NOT_FOUND');
    const now = this.kernelContext.clock.now();
    return readings.map((reading) => problemsOf(reading, now, patient.birth_date));
  }

  /**
   * Keeps a reading that was checked before, and tells both sides when it is beyond the limits. With the
   * patient's readings locked.
   * @returns null when the device had sent it already
   */
  async add(tx: Tx, reading: NewReading): Promise<VitalReading | null> {
    const { patientId, kind, origin, measuredAt } = reading;
    const limits = (await this.vitalLimits.of(patientId, tx)).find((each) => each.kind === kind)!;
    const deviations = deviationsOf(reading, limits);
    const now = this.kernelContext.clock.now();
    const id = newId(now);
    const kept = await tx.query(
      `insert into vital_reading (id, patient_id, kind, systolic, diastolic, value, moment, measured_at, source,
         account_id, staff_id, device_id, device_reading_id, note, is_beyond_limits, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
       on conflict (device_id, device_reading_id) do nothing returning id`,
      [
        id,
        patientId,
        kind,
        reading.systolic,
        reading.diastolic,
        reading.value,
        reading.moment,
        measuredAt,
        origin.source,
        origin.source === 'manual' ? origin.accountId : null,
        origin.source === 'staff' ? origin.staffId : null,
        origin.source === 'device' ? origin.deviceId : null,
        origin.source === 'device' ? origin.deviceReadingId : null,
        reading.note,
        deviations.length > 0,
        now,
      ],
    );
    if (kept.length === 0) return null;
    if (deviations.length > 0) {
      const { systolic, diastolic, value } = reading;
      const measured = { kind, systolic, diastolic, value };
      await this.raiseAlarm.run(tx, {
        ...{ readingId: id, patientId, measured, measuredAt, limits, deviations },
      });
    }
    return this.get(tx, id);
  }

  private async get(tx: Tx, id: string): Promise<VitalReading> {
    const [row] = await tx.query<ReadingRow>(
      `select ${readingColumns} from ${readingTables} where r.id = $1`,
      [id],
    );
    return presentReading(row!);
  }
}
