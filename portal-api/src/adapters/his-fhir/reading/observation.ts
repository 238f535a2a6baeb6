import type {
  Observation,
  ObservationComponent,
  ObservationReferenceRange,
  Quantity,
} from '@medplum/fhirtypes';
import type { ResultFlag } from '@suizhen/contract';
import { InboundProblem } from '../../../modules/integration/canonical';
import type { IncomingObservation } from '../../../modules/records';
import { codesOf, decimalOf, requiredText, textOf, timeOf, unitOf } from './values';

type Measured = Observation | ObservationComponent;

/** HL7's codes of ObservationInterpretation, as far as they say something to a reader of a report. */
const flags: Record<string, ResultFlag> = {
  N: 'N',
  H: 'H',
  HU: 'H',
  '>': 'H',
  L: 'L',
  LU: 'L',
  '<': 'L',
  HH: 'HH',
  LL: 'LL',
  A: 'A',
  AA: 'A',
  POS: 'A',
  DET: 'A',
  R: 'A',
  I: 'A',
  NEG: 'N',
  ND: 'N',
  S: 'N',
};
const critical = new Set(['HH', 'LL', 'AA']);

/** One line, or one for each component where it is a panel of its own. */
export function linesOf(observation: Observation, takenAt: Date): IncomingObservation[] {
  const at =
    timeOf(
      observation.effectiveDateTime ?? observation.effectivePeriod?.start ?? observation.issued,
      '检测时间',
    ) ?? takenAt;
  const own = hasValue(observation) ? [lineOf(observation, observation, at, '')] : [];
  const parts = (observation.component ?? []).map((component) =>
    lineOf(component, observation, at, textOf(observation.code)),
  );
  return own.length + parts.length > 0
    ? [...own, ...parts]
    : [lineOf(observation, observation, at, '')];
}

function lineOf(
  measured: Measured,
  observation: Observation,
  effectiveAt: Date,
  prefix: string,
): IncomingObservation {
  const range = usualRange(measured.referenceRange);
  const unit = unitOf(measured.valueQuantity);
  requireSameUnit(range, unit);
  const number = measured.valueQuantity?.comparator ? null : numberOf(measured);
  const low = decimalOf(range?.low?.value);
  const high = decimalOf(range?.high?.value);
  const codes = (measured.interpretation ?? []).flatMap(codesOf);
  const name = requiredText(textOf(measured.code), '检验项目');
  return {
    code: measured.code?.coding?.[0]?.code ?? name,
    name: prefix && !name.includes(prefix) ? `${prefix} ${name}` : name,
    value: valueText(measured),
    number,
    unit,
    rangeText: rangeTextOf(range),
    rangeLow: low,
    rangeHigh: high,
    flag: flagOf(codes, number, low, high),
    isCritical: codes.some((code) => critical.has(code)),
    method: textOf(observation.method),
    effectiveAt,
  };
}

function hasValue(measured: Measured): boolean {
  return Object.keys(measured).some((key) => key.startsWith('value'));
}

function numberOf(measured: Measured): number | null {
  return decimalOf(measured.valueQuantity?.value ?? measured.valueInteger);
}

function valueText(measured: Measured): string {
  const { valueQuantity, valueRatio, valueRange } = measured;
  if (valueQuantity) return withComparator(valueQuantity);
  if (measured.valueCodeableConcept) return textOf(measured.valueCodeableConcept);
  if (measured.valueString !== undefined) return measured.valueString;
  if (measured.valueInteger !== undefined) return String(measured.valueInteger);
  if (measured.valueBoolean !== undefined) return measured.valueBoolean ? '是' : '否';
  if (valueRatio) {
    return `${valueRatio.numerator?.value ?? ''}:${valueRatio.denominator?.value ?? ''}`;
  }
  if (valueRange) return `${valueRange.low?.value ?? ''}–${valueRange.high?.value ?? ''}`;
  return (
    measured.valueDateTime ?? measured.valueTime ?? (textOf(measured.dataAbsentReason) || '未报告')
  );
}

function withComparator({ comparator, value }: Quantity): string {
  return `${comparator ?? ''}${value === undefined ? '' : String(value)}`;
}

function usualRange(
  ranges: readonly ObservationReferenceRange[] | undefined,
): ObservationReferenceRange | undefined {
  return ranges?.find((range) => codesOf(range.type).includes('normal')) ?? ranges?.[0];
}

function rangeTextOf(range: ObservationReferenceRange | undefined): string {
  if (!range) return '';
  if (range.text) return range.text;
  const low = range.low?.value;
  const high = range.high?.value;
  if (low !== undefined && high !== undefined) return `${low}–${high}`;
  if (low !== undefined) return `≥${low}`;
  return high !== undefined ? `≤${high}` : '';
}

/** 5.6 mmol/L beside a range in mg/dL would be called low by whoever reads it. */
function requireSameUnit(range: ObservationReferenceRange | undefined, unit: string): void {
  for (const limit of [range?.low, range?.high]) {
    const other = unitOf(limit);
    if (unit && other && other !== unit) {
      throw new InboundProblem('unit-mismatch', '结果的单位与参考范围的单位不一致');
    }
  }
}

/** What the laboratory says, else what its own range says. */
function flagOf(
  codes: readonly string[],
  number: number | null,
  low: number | null,
  high: number | null,
): ResultFlag {
  const told = codes.map((code) => flags[code]).find((flag) => flag !== undefined);
  if (told) return told;
  if (number === null) return 'N';
  if (high !== null && number > high) return 'H';
  return low !== null && number < low ? 'L' : 'N';
}
