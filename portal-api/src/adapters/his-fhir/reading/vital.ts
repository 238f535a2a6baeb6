import type { Observation, Quantity } from '@medplum/fhirtypes';
import type { VitalKind } from '@suizhen/contract';
import { InboundProblem, type Reading } from '../../../modules/integration/canonical';
import {
  type Company,
  codesOf,
  decimalOf,
  idOf,
  leftOutOf,
  missing,
  requiredText,
  requiredTime,
  subjectOf,
} from './values';

interface Measure {
  kind: Exclude<VitalKind, 'blood-pressure'>;
  /** UCUM and what people write, to our unit. */
  units: Record<string, (value: number) => number>;
}

const same = (value: number): number => value;

const weight: Measure = {
  kind: 'weight',
  units: {
    kg: same,
    g: (value) => value / 1000,
    '[lb_av]': (value) => value * 0.453_592_37,
    斤: (value) => value / 2,
  },
};
const heartRate: Measure = {
  kind: 'heart-rate',
  units: {
    '/min': same,
    '{beats}/min': same,
    'beats/minute': same,
    bpm: same,
    次: same,
    '次/分': same,
  },
};
const temperature: Measure = {
  kind: 'temperature',
  units: { Cel: same, '°C': same, '℃': same, '[degF]': (value) => ((value - 32) * 5) / 9 },
};
const glucose: Measure = {
  kind: 'glucose',
  units: { 'mmol/L': same, 'mg/dL': (value) => value / 18.018 },
};

/** LOINC of what people measure themselves. */
const measures: Record<string, Measure> = {
  '29463-7': weight,
  '3141-9': weight,
  '8867-4': heartRate,
  '8310-5': temperature,
  '8331-1': temperature,
  '15074-8': glucose,
  '14749-6': glucose,
  '14771-0': glucose,
};
const bloodPressure = new Set(['85354-9', '55284-4']);
const systolic = '8480-6';
const diastolic = '8462-4';

const used = [
  'identifier',
  'status',
  'category',
  'code',
  'subject',
  'encounter',
  'effectiveDateTime',
  'effectivePeriod',
  'issued',
  'valueQuantity',
  'component',
];

/** A reading that stands alone. What no diary keeps is set aside; within reports it is a line. */
export function readVital({ main }: Company<Observation>): Reading {
  const codes = codesOf(main.code);
  if (main.status === 'entered-in-error' || main.status === 'cancelled') {
    throw new InboundProblem('not-kept-here', '单项结果已作废');
  }
  const measure = codes.map((code) => measures[code]).find((known) => known !== undefined);
  const isPressure = codes.some((code) => bloodPressure.has(code));
  if (!measure && !isPressure) {
    throw new InboundProblem('not-kept-here', '不属于报告的单项结果，也不是体征');
  }
  const values = measure
    ? { kind: measure.kind, ...none, value: converted(main.valueQuantity, measure) }
    : {
        kind: 'blood-pressure' as const,
        ...none,
        systolic: pressureOf(main, systolic),
        diastolic: pressureOf(main, diastolic),
      };
  return {
    items: [
      {
        type: 'vital',
        externalId: requiredText(main.id, '结果编号'),
        patient: subjectOf(main.subject),
        encounterExternalId: idOf(main.encounter),
        measuredAt: requiredTime(
          main.effectiveDateTime ?? main.effectivePeriod?.start ?? main.issued,
          '测量时间',
        ),
        ...values,
      },
    ],
    leftOut: leftOutOf(main, used),
  };
}

const none = { systolic: null, diastolic: null, value: null };

function converted(quantity: Quantity | undefined, measure: Measure): number {
  const value = decimalOf(quantity?.value);
  if (value === null) throw missing('测量值');
  const units = [quantity?.code, quantity?.unit];
  const toOurs = units
    .map((unit) => measure.units[unit ?? ''])
    .find((known) => known !== undefined);
  if (!toOurs) throw new InboundProblem('unit-mismatch', '体征的单位不在约定的范围内');
  return Math.round(toOurs(value) * 10) / 10;
}

function pressureOf({ component = [] }: Observation, code: string): number {
  const part = component.find((one) => codesOf(one.code).includes(code));
  const unit = part?.valueQuantity?.code ?? part?.valueQuantity?.unit ?? '';
  const value = decimalOf(part?.valueQuantity?.value);
  if (value === null) throw missing('收缩压或舒张压');
  if (unit !== 'mm[Hg]' && unit !== 'mmHg') {
    throw new InboundProblem('unit-mismatch', '血压的单位不是 mmHg');
  }
  return Math.round(value);
}
