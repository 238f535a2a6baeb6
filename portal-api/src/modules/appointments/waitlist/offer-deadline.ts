import {
  addDays,
  addMinutes,
  instantAt,
  localDateOf,
  localTimeOf,
  type LocalTime,
} from '../../../kernel/local-date';

export interface OfferTimes {
  offerMinutes: number;
  quietFrom: LocalTime;
  quietUntil: LocalTime;
}

/** Until when an offer stands: its minutes run from the morning when it is made at night, and never beyond the cut-off. */
export function offerDeadline(now: Date, times: OfferTimes, cutoff: Date): Date {
  const deadline = addMinutes(clockStart(now, times), times.offerMinutes);
  return deadline < cutoff ? deadline : cutoff;
}

function clockStart(now: Date, { quietFrom, quietUntil }: OfferTimes): Date {
  const time = localTimeOf(now);
  const today = localDateOf(now);
  const isOverMidnight = quietFrom > quietUntil;
  if (isOverMidnight && time >= quietFrom) return instantAt(addDays(today, 1), quietUntil);
  const isQuiet = isOverMidnight ? time < quietUntil : time >= quietFrom && time < quietUntil;
  return isQuiet ? instantAt(today, quietUntil) : now;
}
