/** A schedule may run over weeks; a roster of ours is one day and period. Pure. */
import type { DayPeriod } from '@suizhen/contract';
import { localDateOf, localTimeOf, type LocalDate } from '../../../kernel';
import type { CanonicalRoster, CanonicalSlot } from '../canonical';

export interface PartOfSchedule {
  date: LocalDate;
  period: DayPeriod;
  slots: CanonicalSlot[];
}

/** From `today` on: what is past is not touched any more. */
export function partsOf({ slots }: Pick<CanonicalRoster, 'slots'>, today: LocalDate) {
  const parts = new Map<string, PartOfSchedule>();
  for (const slot of slots) {
    const date = localDateOf(slot.startsAt);
    if (date < today) continue;
    const period = periodOf(slot.startsAt);
    const part = parts.get(`${date}/${period}`) ?? { date, period, slots: [] };
    part.slots.push(slot);
    parts.set(`${date}/${period}`, part);
  }
  return [...parts.values()];
}

function periodOf(at: Date): DayPeriod {
  const time = localTimeOf(at);
  if (time < '12:00') return 'morning';
  return time < '18:00' ? 'afternoon' : 'evening';
}
