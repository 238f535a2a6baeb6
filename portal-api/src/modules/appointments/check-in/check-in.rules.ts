/** When one may check in, and from where. */
import type { CheckInState } from '@suizhen/contract';
import { addMinutes } from '../../../kernel';

export interface CheckInWindow {
  opensAt: Date;
  lateAfter: Date;
  closesAt: Date;
}

export interface WindowRules {
  opensMinutes: number;
  lateMinutes: number;
  closesMinutes: number;
}

/** @param visit the own slot, and when the whole clinic ends */
export function checkInWindow(
  visit: { startsAt: Date; endsAt: Date; clinicEndsAt: Date },
  rules: WindowRules,
): CheckInWindow {
  const closing = addMinutes(visit.clinicEndsAt, -rules.closesMinutes);
  return {
    opensAt: addMinutes(visit.startsAt, -rules.opensMinutes),
    lateAfter: addMinutes(visit.endsAt, rules.lateMinutes),
    // Whoever comes within the own slot comes as agreed.
    closesAt: closing > visit.endsAt ? closing : visit.endsAt,
  };
}

export function checkInStateAt(
  window: CheckInWindow,
  now: Date,
): Exclude<CheckInState, 'done' | 'awaited'> {
  if (now < window.opensAt) return 'too-early';
  if (now >= window.closesAt) return 'closed';
  return now > window.lateAfter ? 'late' : 'open';
}

export interface Position {
  latitude: number;
  longitude: number;
}

const earthMetres = 6_371_000;
/** A phone that hardly knows where it is must not be everywhere. */
const mostAllowanceMetres = 200;

/** The way along the globe. */
export function metresBetween(a: Position, b: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const height = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2;
  const width = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  const shrink = Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude));
  return 2 * earthMetres * Math.asin(Math.sqrt(Math.min(1, height + shrink * width)));
}

/** Within the radius, giving the phone the benefit of its own inaccuracy, up to a bound. */
export function isNear(
  branch: Position,
  phone: Position & { accuracyMetres: number },
  radiusMetres: number,
): boolean {
  const allowance = Math.min(phone.accuracyMetres, mostAllowanceMetres);
  return metresBetween(branch, phone) - allowance <= radiusMetres;
}
