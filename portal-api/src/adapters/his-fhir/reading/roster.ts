import type {
  List,
  Practitioner,
  PractitionerRole,
  Reference,
  Resource,
  Schedule,
  Slot,
} from '@medplum/fhirtypes';
import {
  InboundProblem,
  type CanonicalSlot,
  type Reading,
} from '../../../modules/integration/canonical';
import { systems } from '../systems';
import { nameOf } from './patient';
import {
  type Company,
  codeOf,
  companion,
  idOf,
  leftOutOf,
  requiredText,
  requiredTime,
} from './values';

/** A schedule with all its slots. */
export function readSchedule(company: Company<Schedule>): Reading {
  const { main, others } = company;
  const slots = others.filter((other): other is Slot => other.resourceType === 'Slot');
  return {
    items: [
      {
        type: 'roster',
        externalId: requiredText(main.id, '排班编号'),
        ...whose(company),
        isCancelled: main.active === false,
        slots: momentsOf(slots),
        versions: Object.fromEntries([main, ...slots].map(versionOf)),
      },
    ],
    leftOut: leftOutOf(main, [
      'identifier',
      'active',
      'actor',
      'planningHorizon',
      'serviceCategory',
      'serviceType',
      'specialty',
    ]),
  };
}

export function readScheduleList({ main }: Company<List>): Reading {
  const externalIds = (main.entry ?? []).map(({ item }) => idOf(item)).filter((id) => id !== '');
  return { items: [{ type: 'roster-list', externalIds }], leftOut: [] };
}

/** Each slot is one place. What cannot be booked at all is none; its moment stays, so that it is seen. */
function momentsOf(slots: readonly Slot[]): CanonicalSlot[] {
  const moments = new Map<number, CanonicalSlot>();
  for (const slot of slots) {
    if (slot.status === 'entered-in-error') continue;
    const startsAt = requiredTime(slot.start, '号源开始时间');
    const endsAt = requiredTime(slot.end, '号源结束时间');
    if (endsAt <= startsAt) throw new InboundProblem('absurd-date', '号源结束时间不晚于开始时间');
    const before = moments.get(startsAt.getTime()) ?? { startsAt, endsAt, places: 0, taken: 0 };
    const isPlace = slot.status !== 'busy-unavailable';
    moments.set(startsAt.getTime(), {
      startsAt,
      endsAt: endsAt > before.endsAt ? endsAt : before.endsAt,
      places: before.places + (isPlace ? 1 : 0),
      taken: before.taken + (isPlace && slot.status !== 'free' ? 1 : 0),
    });
  }
  return [...moments.values()].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** Servers count their versions; where one does not, the time of the change says which is later. */
function versionOf({ resourceType, id, meta }: Resource): [string, string] {
  const { versionId = '', lastUpdated = '' } = meta ?? {};
  const at = new Date(lastUpdated);
  const later = Number.isNaN(at.getTime()) ? '' : at.toISOString();
  const version = /^\d{1,12}$/.test(versionId) ? versionId.padStart(12, '0') : later;
  return [`${resourceType}/${id ?? ''}`, version];
}

/** The doctor stands there themselves or in their role; the department as a code, a service or the role's. */
function whose(company: Company<Schedule>) {
  const { actor, serviceType, specialty } = company.main;
  const role = companion<PractitionerRole>(
    company,
    'PractitionerRole',
    actorOf(actor, 'PractitionerRole'),
  );
  const doctor = actorOf(actor, 'Practitioner') ?? role?.practitioner;
  const person = companion<Practitioner>(company, 'Practitioner', doctor);
  const department = actorOf(actor, 'HealthcareService') ?? role?.organization;
  const code = [...(serviceType ?? []), ...(specialty ?? [])]
    .flatMap((concept) => concept.coding ?? [])
    .find((coding) => coding.system === systems.department)?.code;
  return {
    doctorCode: idOf(doctor) || codeOf(doctor),
    doctorName: nameOf(person?.name) || (doctor?.display?.trim() ?? ''),
    departmentCode: code ?? codeOf(department),
  };
}

function actorOf(actors: readonly Reference[] | undefined, type: string): Reference | undefined {
  const isOfType = new RegExp(`(^|/)${type}/`);
  return (actors ?? []).find(({ reference = '' }) => isOfType.test(reference));
}
