import type { GlucoseMoment } from '@suizhen/contract/wire';
import { glucoseMomentWords } from './records-labels';

interface Reading {
  systolic: number | null;
  diastolic: number | null;
  value: number | null;
  unit: string;
  moment: GlucoseMoment | null;
}

/** 128/82 mmHg; 6.1 mmol/L 空腹 */
export function readingWords({ systolic, diastolic, value, unit, moment }: Reading): string {
  const number = value === null ? `${systolic ?? '—'}/${diastolic ?? '—'}` : String(value);
  return [number, unit, moment === null ? '' : glucoseMomentWords[moment]]
    .filter((part) => part !== '')
    .join(' ');
}
