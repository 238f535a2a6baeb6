import type { DayPeriod } from '@suizhen/contract';
import { addDays, type LocalDate } from '../../src/kernel/local-date';
import { makeRosters } from '../../src/modules/appointments/rosters/make-rosters';
import { defaultReleaseAt } from '../../src/modules/appointments/rosters/release-at';
import {
  selectTemplateCandidates,
  toPlan,
  type RosterCandidate,
} from '../../src/modules/appointments/rosters/roster-candidate';
import { demoDoctors, serviceId, type DemoDoctor } from './directory';
import { addRows, type DemoContext } from './demo-context';
import { demoId } from './seeded';

const daysBack = 30;
const daysAhead = 15;
/** When the clock has leapt far ahead, what lies between stays empty. */
const daysBackAfterLeap = 7;
const plansAtOnce = 400;

export const timesOf: Record<DayPeriod, [start: string, end: string]> = {
  morning: ['08:00', '12:00'],
  afternoon: ['14:00', '17:00'],
  evening: ['18:00', '20:00'],
};

type Clinic = [weekday: number, period: DayPeriod];

/** Heads see patients twice a week, younger doctors every day; one of them works on Saturday. */
export function clinicsOf(doctor: DemoDoctor, index: number): Clinic[] {
  const day = (offset: number) => ((index + offset) % 5) + 1;
  switch (doctor.rank) {
    case 0:
      return [
        [day(0), 'morning'],
        [day(2), 'morning'],
      ];
    case 1:
      return [
        [day(0), 'afternoon'],
        [day(1), 'morning'],
        [day(3), 'morning'],
        [day(4), 'afternoon'],
        ...(index % 4 === 0 ? ([[day(2), 'evening']] satisfies Clinic[]) : []),
      ];
    default:
      return [
        [1, 'morning'],
        [2, 'morning'],
        [3, 'afternoon'],
        [4, 'morning'],
        [5, 'afternoon'],
        [6, 'morning'],
        ...(index % 2 === 0 ? ([[7, 'morning']] satisfies Clinic[]) : []),
      ];
  }
}

export async function addTemplates({ sql }: DemoContext): Promise<void> {
  await addRows(sql, 'roster_template', demoDoctors().flatMap(templatesOf));
}

function templatesOf(doctor: DemoDoctor, index: number) {
  return clinicsOf(doctor, index).map(([weekday, period]) => {
    const [start, end] = timesOf[period];
    return {
      id: demoId('template', `${doctor.id}/${weekday}/${period}`),
      doctor_id: doctor.id,
      weekday,
      period,
      start_time: start,
      end_time: end,
      slot_minutes: doctor.rank === 2 ? 20 : 30,
      shared_capacity: doctor.rank === 2 ? 1 : 2,
      wechat_capacity: 1,
      phone_capacity: 0,
      desk_capacity: doctor.rank === 0 ? 0 : 1,
      service_id: serviceId(doctor.service),
      room: doctor.room,
      version: 1,
    };
  });
}

/**
 * Makes the rosters of days that have none yet, as the templates stand now: from a month ago the first
 * time, from where it stopped when run again. Rosters of ours carry ids made from their names (v8).
 * @returns the first of the new days; null when there was nothing to do
 */
export async function rollRosters({ sql, now, today }: DemoContext): Promise<LocalDate | null> {
  const [last] = await sql.query<{ date: LocalDate | null }>(
    `select max(date)::text as date from roster where substring(id::text, 15, 1) = '8'`,
  );
  const from = last?.date
    ? later(addDays(last.date, 1), addDays(today, -daysBackAfterLeap))
    : addDays(today, -daysBack);
  const to = addDays(today, daysAhead);
  if (from > to) return null;
  const candidates = await sql.query<RosterCandidate>(
    selectTemplateCandidates('doctor.is_active and service.is_active'),
    [from, to],
  );
  const rule = await releaseRule(sql);
  const plans = candidates.map((candidate) => {
    const key = `${candidate.doctor_id}/${candidate.date}/${candidate.period}`;
    const releaseAt = defaultReleaseAt(candidate.date, rule.windowDays, rule.time);
    return toPlan(candidate, demoId('roster', key), releaseAt);
  });
  for (let start = 0; start < plans.length; start += plansAtOnce) {
    await makeRosters(sql, plans.slice(start, start + plansAtOnce), now);
  }
  return from;
}

const later = (one: LocalDate, other: LocalDate): LocalDate => (one > other ? one : other);

/** The release rule in force in this hospital, else the product's own. */
async function releaseRule(sql: DemoContext['sql']) {
  const rows = await sql.query<{ key: string; value: string }>(
    `select key, value #>> '{}' as value from setting where key in ('booking.windowDays', 'booking.releaseTime')`,
  );
  const stored = new Map(rows.map((row) => [row.key, row.value]));
  return {
    windowDays: Number(stored.get('booking.windowDays') ?? 14),
    time: stored.get('booking.releaseTime') ?? '07:00',
  };
}
