import {
  type Canonical,
  type CanonicalSlot,
  InboundProblem,
} from '../../modules/integration/canonical';
import type { Row } from './row';

const minuteMs = 60_000;
const usualMinutes = 30;

/** A row is one clinic with so many numbers (限号); which of them is at which time follows from its length. */
export function readRoster(id: string, row: Row, changedAt: Date | null): Canonical[] {
  const startsAt = row.requiredTime('startsAt', '出诊开始时间');
  const endsAt = row.requiredTime('endsAt', '出诊结束时间');
  if (endsAt <= startsAt) throw new InboundProblem('absurd-date', '出诊结束时间不晚于开始时间');
  const minutes = Math.max(1, Math.round(row.number('slotMinutes') ?? usualMinutes));
  const capacity = Math.max(0, Math.round(row.number('capacity') ?? 0));
  return [
    {
      type: 'roster',
      externalId: id,
      doctorCode: row.required('doctorCode', '医生'),
      doctorName: row.text('doctorName'),
      departmentCode: row.required('departmentCode', '科室'),
      isCancelled: row.flag('isCancelled'),
      slots: spread(startsAt, endsAt, minutes, capacity),
      versions: { row: changedAt?.toISOString() ?? '' },
    },
  ];
}

/** Evenly, the first ones taking what does not go round. */
function spread(startsAt: Date, endsAt: Date, minutes: number, capacity: number): CanonicalSlot[] {
  const length = endsAt.getTime() - startsAt.getTime();
  const count = Math.max(1, Math.floor(length / (minutes * minuteMs)));
  const least = Math.floor(capacity / count);
  return Array.from({ length: count }, (_, index) => {
    const from = new Date(startsAt.getTime() + index * minutes * minuteMs);
    const isLast = index === count - 1;
    return {
      startsAt: from,
      endsAt: isLast ? endsAt : new Date(from.getTime() + minutes * minuteMs),
      places: least + (index < capacity - least * count ? 1 : 0),
      taken: 0,
    };
  });
}
