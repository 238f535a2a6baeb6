const written =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/;
const compact = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/;

/** A time as databases write it; without an offset it is meant in `zone`. Null: it is none. */
export function instantIn(text: string, zone: string): Date | null {
  const parts = written.exec(text) ?? compact.exec(text);
  if (!parts) return null;
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', offset] = parts;
  const asIfUtc = Date.UTC(+year!, +month! - 1, +day!, +hour, +minute, +second);
  const read = new Date(asIfUtc);
  // 2026-02-31 is not the third of March.
  if (read.getUTCMonth() !== +month! - 1 || read.getUTCDate() !== +day!) return null;
  const milliseconds = asIfUtc + Number(fraction.padEnd(3, '0').slice(0, 3));
  if (offset) return new Date(milliseconds - minutesOf(offset) * 60_000);
  // Twice, since the first guess may lie on the other side of a change of the clocks.
  const guess = milliseconds - offsetAt(zone, milliseconds);
  return new Date(milliseconds - offsetAt(zone, guess));
}

/** As the database of the zone would write it, without an offset. */
export function localText(at: Date, zone: string): string {
  const local = new Date(at.getTime() + offsetAt(zone, at.getTime()));
  return local.toISOString().replace('T', ' ').replace('Z', '');
}

function minutesOf(offset: string): number {
  if (offset === 'Z') return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  const digits = offset.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0));
}

function offsetAt(zone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(instant));
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  );
  return local - Math.floor(instant / 1000) * 1000;
}
