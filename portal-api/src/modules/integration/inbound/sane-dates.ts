/** Dates that cannot be meant: a person has to look before they stand in somebody's record. Pure. */
import { addMinutes } from '../../../kernel';
import { InboundProblem, type Canonical } from '../canonical';

const earliest = new Date('1900-01-01T00:00:00+08:00');
const dayMinutes = 1_440;
/** Visits are planned ahead, and so are orders. */
const plannedDays = 400;

/**
 * @param now the later of the hospital's time and the machine's
 * @throws InboundProblem
 */
export function requireSaneDates(item: Canonical, now: Date): void {
  for (const [title, moment] of pastMoments(item)) requirePast(title, moment, now);
  for (const [title, moment] of plannedMoments(item)) {
    if (moment) requireBetween(title, moment, addMinutes(now, plannedDays * dayMinutes));
  }
  if (item.type === 'encounter') {
    const { startedAt, endedAt } = item.encounter;
    if (endedAt && endedAt < startedAt) refuse('就诊结束时间早于开始时间');
  }
}

/** @throws InboundProblem */
export function requireSaneBirthDate(birthDate: string, now: Date): void {
  const moment = new Date(`${birthDate}T00:00:00+08:00`);
  const isReal = /^\d{4}-\d{2}-\d{2}$/.test(birthDate) && !Number.isNaN(moment.getTime());
  if (!isReal) refuse('出生日期不是有效日期');
  requirePast('出生日期', moment, now);
}

function pastMoments(item: Canonical): [title: string, moment: Date | null][] {
  switch (item.type) {
    case 'report': {
      const { report } = item;
      return [
        ['报告时间', report.issuedAt],
        ['采集时间', report.collectedAt],
        ['接收时间', report.receivedAt],
        ['审核时间', report.reviewedAt],
        ...report.observations.map((o): [string, Date] => ['结果时间', o.effectiveAt]),
      ];
    }
    case 'encounter': {
      const { encounter } = item;
      const isPlanned = encounter.status === 'planned' || encounter.status === 'cancelled';
      return isPlanned
        ? []
        : [
            ['就诊开始时间', encounter.startedAt],
            ['就诊结束时间', encounter.endedAt],
          ];
    }
    case 'diagnosis':
      return [['诊断时间', item.diagnosis.recordedAt]];
    case 'charge':
      return [['收费时间', item.charge.chargedAt]];
    case 'vital':
      return [['测量时间', item.measuredAt]];
    default:
      return [];
  }
}

function plannedMoments(item: Canonical): [title: string, moment: Date | null][] {
  switch (item.type) {
    case 'encounter':
      return [
        ['就诊开始时间', item.encounter.startedAt],
        ['就诊结束时间', item.encounter.endedAt],
      ];
    case 'order':
      return [['开立时间', item.order.orderedAt]];
    case 'roster':
      return item.slots.flatMap(({ startsAt, endsAt }): [string, Date][] => [
        ['出诊开始时间', startsAt],
        ['出诊结束时间', endsAt],
      ]);
    default:
      return [];
  }
}

function requirePast(title: string, moment: Date | null, now: Date): void {
  if (moment) requireBetween(title, moment, addMinutes(now, dayMinutes));
}

function requireBetween(title: string, moment: Date, latest: Date): void {
  if (Number.isNaN(moment.getTime())) refuse(`${title}不是有效时间`);
  if (moment < earliest) refuse(`${title}早于 1900 年`);
  if (moment > latest) refuse(`${title}在未来`);
}

function refuse(text: string): never {
  throw new InboundProblem('absurd-date', text);
}
