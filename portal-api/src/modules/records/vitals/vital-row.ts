import type { GlucoseMoment, ResponseOf, VitalKind, VitalSource } from '@suizhen/contract';
import { kindRules, type Measured } from './vital.rules';

export type VitalReading = ResponseOf<'recordMyVital'>;

export interface ReadingRow extends Record<string, unknown> {
  reading_id: string;
  kind: VitalKind;
  systolic: string | null;
  diastolic: string | null;
  value: string | null;
  moment: GlucoseMoment | null;
  measured_at: Date;
  source: VitalSource;
  device_name: string | null;
  reading_note: string;
  is_beyond_limits: boolean;
}

/** The columns of `ReadingRow`, over `readingTables`. */
export const readingColumns = `r.id as reading_id, r.kind, r.systolic, r.diastolic, r.value, r.moment, r.measured_at,
    r.source, d.name as device_name, r.note as reading_note, r.is_beyond_limits`;
export const readingTables = `vital_reading r left join vital_device d on d.id = r.device_id`;

const numberOf = (value: string | null): number | null => (value === null ? null : Number(value));

export function measuredOf(
  row: Pick<ReadingRow, 'kind' | 'systolic' | 'diastolic' | 'value'>,
): Measured {
  return {
    kind: row.kind,
    systolic: numberOf(row.systolic),
    diastolic: numberOf(row.diastolic),
    value: numberOf(row.value),
  };
}

export function presentReading(row: ReadingRow): VitalReading {
  return {
    id: row.reading_id,
    ...measuredOf(row),
    unit: kindRules[row.kind].unit,
    moment: row.moment,
    measuredAt: row.measured_at.toISOString(),
    source: row.source,
    deviceName: row.device_name ?? '',
    note: row.reading_note,
    isBeyondLimits: row.is_beyond_limits,
  };
}
