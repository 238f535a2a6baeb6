import { InboundProblem } from '../../modules/integration';
import type { Segment } from './message';

/** What a time says: an instant, and how much of it was written. */
export interface Hl7Time {
  at: Date;
  precision: 'year' | 'month' | 'day' | 'time';
}

const hospitalZone = '+0800';
const dayMs = 86_400_000;

/** `YYYY[MM[DD[HH[MM[SS[.S…]]]]]][±ZZZZ]`, and the same with separators as databases print it. */
const shape =
  /^(\d{4})(?:-?(\d{2})(?:-?(\d{2})(?:[ T]?(\d{2}):?(\d{2})?(?::?(\d{2})(?:\.(\d{1,6}))?)?)?)?)?([+-]\d{2}:?\d{2}|Z)?$/;

/** @returns null where it is no time, or a day or hour that does not exist */
export function readTime(text: string, zone = hospitalZone): Hl7Time | null {
  const match = shape.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, written] = match;
  const parts = [
    year,
    month ?? '01',
    day ?? '01',
    hour ?? '00',
    minute ?? '00',
    second ?? '00',
  ].map(Number) as [number, number, number, number, number, number];
  const local = Date.UTC(parts[0], parts[1] - 1, ...(parts.slice(2) as [number, number]));
  if (!isReal(new Date(local), parts)) return null;
  const milliseconds = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  const at = local + parts[4] * 60_000 + parts[5] * 1_000 + milliseconds;
  const precision = hour ? 'time' : day ? 'day' : month ? 'month' : 'year';
  return { at: new Date(at - offsetOf(written ?? zone)), precision };
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

function isReal(date: Date, parts: readonly number[]): boolean {
  const [year, month, day, hour, minute, second] = parts as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return (
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60
  );
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/**
 * The times of one message, measured by its own (MSH-7): a reading must not depend on the day on which it
 * is made, and a result from the year after the message is absurd whenever one looks.
 */
export class MessageTimes {
  /** Null: the header gives none. */
  readonly sentAt: Date | null;

  constructor(header: Segment) {
    const text = header.text(7);
    this.sentAt = text === '' ? null : this.checked(text, 'MSH-7', '2000', new Date('2100-01-01'));
  }

  /** Something that has happened. Null: nothing is written. @throws InboundProblem */
  past(segment: Segment, field: number, component = 1): Date | null {
    const text = segment.text(field, component);
    if (text === '') return null;
    const latest = this.sentAt ? new Date(this.sentAt.getTime() + dayMs) : new Date('2100-01-01');
    return this.checked(text, `${segment.name}-${field}`, '1900', latest);
  }

  /** Something planned, at most three years ahead. */
  planned(segment: Segment, field: number, component = 1): Date | null {
    const text = segment.text(field, component);
    if (text === '') return null;
    const latest = new Date((this.sentAt ?? new Date('2097-01-01')).getTime() + 3 * 366 * dayMs);
    return this.checked(text, `${segment.name}-${field}`, '1900', latest);
  }

  /** `YYYY-MM-DD`; empty where nothing, or less than a day, is written. */
  birthDate(segment: Segment, field: number): string {
    const text = segment.text(field);
    if (text === '' || /^\d{4}(-?\d{2})?$/.test(text)) return '';
    const day = readDay(text);
    const latest = (this.sentAt ?? new Date('2100-01-01')).getTime() + dayMs;
    if (!day || day < '1880' || Date.parse(day) > latest) throw absurd(`${segment.name}-${field}`);
    return day;
  }

  private checked(text: string, place: string, earliest: string, latest: Date): Date {
    const time = readTime(text);
    if (!time || time.at < new Date(earliest) || time.at > latest) throw absurd(place);
    return time.at;
  }
}

function absurd(place: string): InboundProblem {
  return new InboundProblem('absurd-date', `${place} 的日期不可信`);
}
