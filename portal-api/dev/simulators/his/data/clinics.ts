/** The clinics that stand in the hospital's own system: those of the heads and their seconds (专家门诊). */
import {
  addDays,
  addMinutes,
  instantAt,
  localDateOf,
  weekdayOf,
  type LocalDate,
} from '../../../../src/kernel/local-date';
import { demoDoctors } from '../../../demo-data/directory';
import { clinicsOf, timesOf } from '../../../demo-data/rosters';
import { Seeded } from '../../../demo-data/seeded';
import type { Hospital, HospitalClinic, HospitalDoctor } from './model';

const daysAhead = 14;
const minutes = 30;
/** As the rosters of the product have it, so that both sides mean the same numbers. */
const numbersAtOnce = [3, 4];
/** Sold at the hospital's own windows before anybody looks. */
const soldShare = 0.2;
const cancelledShare = 0.03;

const letters = { morning: 'A', afternoon: 'P', evening: 'N' };

/** From the day after the demonstration began, so that what is sold today is not contested. */
export function clinicsAhead(
  branch: Hospital['branch'],
  doctors: readonly HospitalDoctor[],
  anchor: Date,
): HospitalClinic[] {
  const today = localDateOf(anchor);
  const clinics: HospitalClinic[] = [];
  demoDoctors().forEach((one, index) => {
    const atOnce = numbersAtOnce[one.rank];
    const doctor = doctors.find(({ name }) => name === one.name);
    if (one.branch !== branch || atOnce === undefined || !doctor) return;
    const weekly = clinicsOf(one, index);
    for (let ahead = 1; ahead <= daysAhead; ahead += 1) {
      const date = addDays(today, ahead);
      for (const [weekday, period] of weekly) {
        if (weekday !== weekdayOf(date)) continue;
        const id = `S-${doctor.code}-${date.replaceAll('-', '')}${letters[period]}`;
        clinics.push(clinicOf(id, doctor, date, timesOf[period], atOnce, anchor));
      }
    }
  });
  return clinics;
}

function clinicOf(
  id: string,
  doctor: HospitalDoctor,
  date: LocalDate,
  [start, end]: readonly [string, string],
  atOnce: number,
  anchor: Date,
): HospitalClinic {
  const random = new Seeded(`his/clinic/${id}`);
  const share = (): number => random.int(0, 999) / 1_000;
  const isCancelled = share() < cancelledShare;
  const numbers: HospitalClinic['numbers'] = [];
  const last = instantAt(date, end);
  for (let at = instantAt(date, start); at < last; at = addMinutes(at, minutes)) {
    for (let place = 0; place < atOnce; place += 1) {
      numbers.push({
        id: `${id}-${String(numbers.length + 1).padStart(2, '0')}`,
        startsAt: at,
        endsAt: addMinutes(at, minutes),
        isSold: share() < soldShare,
      });
    }
  }
  return { id, doctor, isCancelled, madeAt: addMinutes(anchor, -1_440), numbers };
}
