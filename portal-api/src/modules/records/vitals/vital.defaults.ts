/** Limits where nobody has set any. Plain, so that the demonstration may use them too. */
import type { VitalKind } from '@suizhen/contract';
import { noLimits, type Limits } from './vital.rules';

export type Bound = number | null;

export interface DefaultLimits {
  systolicLow: Bound;
  systolicHigh: Bound;
  diastolicLow: Bound;
  diastolicHigh: Bound;
  glucoseLow: Bound;
  glucoseHigh: Bound;
  heartRateLow: Bound;
  heartRateHigh: Bound;
  temperatureLow: Bound;
  temperatureHigh: Bound;
}

export const usualLimits: DefaultLimits = {
  systolicLow: 90,
  systolicHigh: 160,
  diastolicLow: 50,
  diastolicHigh: 100,
  glucoseLow: 3.9,
  glucoseHigh: 16.7,
  heartRateLow: 50,
  heartRateHigh: 120,
  temperatureLow: 35,
  temperatureHigh: 38.5,
};

/** From then on the limits of adults say something. */
const adultFrom = 14;

/** The hospital's own limits for somebody of an age. What a weight should be nobody can say for all. */
export function defaultLimitsFor(all: DefaultLimits, age: number): Record<VitalKind, Limits> {
  const single = (low: Bound, high: Bound): Limits => ({ ...noLimits, low, high });
  const isAdult = age >= adultFrom;
  return {
    'blood-pressure': isAdult
      ? {
          low: all.systolicLow,
          high: all.systolicHigh,
          lowDiastolic: all.diastolicLow,
          highDiastolic: all.diastolicHigh,
        }
      : noLimits,
    glucose: single(all.glucoseLow, all.glucoseHigh),
    weight: noLimits,
    'heart-rate': isAdult ? single(all.heartRateLow, all.heartRateHigh) : noLimits,
    temperature: single(all.temperatureLow, all.temperatureHigh),
  };
}
