import { InboundProblem } from '../../modules/integration/canonical';
import type { Segment } from './message';

/** What a time says: an instant, and how much of it was written. */
export interface Hl7Time {
  at: Date;
  precision: 'year' | 'month' | 'day' | 'time';
}

const hospitalZone = '+0800';

/** `YYYY[MM[DD[HH[MM[SS[.S…]]]]]][±ZZZZ]`, and the same with separators as databases print it. */
const shape =
  /^(\d{4})(?:-?(\d{2})(?:-?(\d{2})(?:[ T]?(\d{2}):?(\d{2})?(?::?(\d{2})(?:\.(\d{1,6}))?)?)?)?)?([+-]\d{2}:?\d{2}|Z)?$/;

/** @returns null where it is no time, or a day or hour that does not exist */
export function readTime(text: string, zone = hospitalZone): Hl7Time | null {
  const match = shape.exec(text.trim());
  if (!match) return null;
  const [, year, month = '01', day = '01', hour, minute, second, fraction, written] = match;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isReal =
    date.toISOString().startsWith(`${year}-${month}-${day}`) &&
    [hour, minute, second].every((part, index) => Number(part ?? 0) < (index === 0 ? 24 : 60));
  if (!isReal) return null;
  const seconds = (Number(hour ?? 0) * 60 + Number(minute ?? 0)) * 60 + Number(second ?? 0);
  const milliseconds = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  const precision = hour ? 'time' : match[3] ? 'day' : match[2] ? 'month' : 'year';
  const at = date.getTime() + seconds * 1_000 + milliseconds - offsetOf(written ?? zone);
  return { at: new Date(at), precision };
}

/** `2024-05-01`; null where less than a day was written. A birthday has no zone. */
export function readDay(text: string): string | null {
  const time = readTime(text.trim().replace(/([+-]\d{2}:?\d{2}|Z)$/, ''), '+0000');
  return time && (time.precision === 'day' || time.precision === 'time')
    ? time.at.toISOString().slice(0, 10)
    : null;
}

/** `20260301083000`, local time of the hospital, without a zone: every HIS reads that. */
export function writeTime(at: Date): string {
  const local = new Date(at.getTime() + offsetOf(hospitalZone));
  return local.toISOString().slice(0, 19).replace(/[-T:]/g, '');
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** Nobody's record reaches further; whether a day lies too far ahead is for whoever knows the present one. */
const earliest = new Date('1900-01-01T00:00:00+08:00');
const latest = new Date('2100-01-01T00:00:00+08:00');

/** The times of one message. A reading must not depend on the day on which it is made: no clock is asked. */
export class MessageTimes {
  /** Null: the header gives none. */
  readonly sentAt: Date | null;

  constructor(header: Segment) {
    this.sentAt = this.of(header, 7);
  }

  /** Null: nothing is written. @throws InboundProblem */
  of(segment: Segment, field: number, component = 1): Date | null {
    const text = segment.text(field, component);
    if (text === '') return null;
    const time = readTime(text);
    if (!time || time.at < earliest || time.at >= latest) throw absurd(segment, field);
    return time.at;
  }

  /** `YYYY-MM-DD`; empty where nothing, or less than a day, is written. */
  birthDate(segment: Segment, field: number): string {
    const text = segment.text(field);
    if (text === '' || /^\d{4}(-?\d{2})?$/.test(text)) return '';
    const day = readDay(text);
    if (!day || day < '1880' || day >= '2100') throw absurd(segment, field);
    return day;
  }
}

function absurd(segment: Segment, field: number): InboundProblem {
  return new InboundProblem('absurd-date', `${segment.name}-${field} 的日期不可信`);
}
