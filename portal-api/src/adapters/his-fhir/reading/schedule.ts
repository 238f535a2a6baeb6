import type {
  Appointment,
  Practitioner,
  PractitionerRole,
  Reference,
  Schedule,
  Slot,
} from '@medplum/fhirtypes';
import type { AppointmentStatus } from '@suizhen/contract';
import { InboundProblem, type Reading } from '../../../modules/integration/canonical';
import { systems } from '../systems';
import { nameOf } from './patient';
import {
  type Company,
  codeOf,
  companion,
  idOf,
  identifierOf,
  leftOutOf,
  missing,
  requiredText,
  requiredTime,
  subjectOf,
} from './values';

const statuses: Record<string, AppointmentStatus> = {
  proposed: 'pending',
  pending: 'pending',
  booked: 'booked',
  arrived: 'arrived',
  'checked-in': 'arrived',
  fulfilled: 'fulfilled',
  cancelled: 'cancelled',
  'entered-in-error': 'cancelled',
  noshow: 'noshow',
};

export function readAppointment({ main }: Company<Appointment>): Reading {
  const status = statuses[main.status];
  if (!status) throw new InboundProblem('not-kept-here', '预约状态不在约定的范围内');
  const patient = actorOf(main.participant, 'Patient');
  return {
    items: [
      {
        type: 'appointment',
        externalId: requiredText(main.id, '预约编号'),
        patient: subjectOf(patient),
        encounterExternalId: '',
        appointmentNo: identifierOf(main.identifier, systems.ourAppointment),
        status,
        changedAt: requiredTime(main.meta?.lastUpdated ?? main.created, '预约变更时间'),
      },
    ],
    leftOut: leftOutOf(main, [
      'identifier',
      'status',
      'cancelationReason',
      'serviceType',
      'reasonCode',
      'start',
      'end',
      'created',
      'participant',
      'slot',
    ]),
  };
}

function actorOf(
  participants: readonly { actor?: Reference }[] | undefined,
  type: string,
): Reference | undefined {
  return participants?.find(({ actor }) => actor?.reference?.includes(`${type}/`))?.actor;
}

export function readPractitioner({ main }: Company<Practitioner>): Reading {
  return {
    items: [
      {
        type: 'practitioner',
        externalId: requiredText(main.id, '人员编号'),
        name: requiredText(nameOf(main.name), '姓名'),
        departmentCode: '',
      },
    ],
    leftOut: leftOutOf(main, ['identifier', 'active', 'name']),
  };
}

export function readPractitionerRole(company: Company<PractitionerRole>): Reading {
  const { main } = company;
  const person = companion<Practitioner>(company, 'Practitioner', main.practitioner);
  return {
    items: [
      {
        type: 'practitioner',
        externalId: requiredText(idOf(main.practitioner), '人员编号'),
        name: requiredText(nameOf(person?.name) || main.practitioner?.display, '姓名'),
        departmentCode: codeOf(main.organization),
      },
    ],
    leftOut: leftOutOf(main, ['identifier', 'active', 'practitioner', 'organization', 'code']),
  };
}

export function readSchedule({ main }: Company<Schedule>): Reading {
  const horizon = main.planningHorizon;
  if (!horizon) throw missing('出诊时间');
  return {
    items: [
      {
        type: 'roster',
        externalId: requiredText(main.id, '排班编号'),
        ...whoseSchedule(main),
        startsAt: requiredTime(horizon.start, '出诊开始时间'),
        endsAt: requiredTime(horizon.end, '出诊结束时间'),
        capacity: null,
      },
    ],
    leftOut: leftOutOf(main, [
      'identifier',
      'active',
      'actor',
      'planningHorizon',
      'serviceType',
      'specialty',
    ]),
  };
}

/** A slot is one place, taken or free, of the schedule that comes with it. */
export function readSlot(company: Company<Slot>): Reading {
  const { main } = company;
  const schedule = companion<Schedule>(company, 'Schedule', main.schedule);
  if (!schedule) throw missing('号源所属的排班');
  return {
    items: [
      {
        type: 'roster',
        externalId: `Slot/${requiredText(main.id, '号源编号')}`,
        ...whoseSchedule(schedule),
        startsAt: requiredTime(main.start, '号源开始时间'),
        endsAt: requiredTime(main.end, '号源结束时间'),
        capacity: main.status === 'free' ? 1 : 0,
      },
    ],
    leftOut: leftOutOf(main, ['identifier', 'schedule', 'status', 'start', 'end']),
  };
}

function whoseSchedule({ actor, serviceType, specialty }: Schedule) {
  const doctor = actor.find((one) => one.reference?.includes('Practitioner/'));
  const department = actor.find((one) => one.reference?.includes('HealthcareService/'));
  const concepts = [...(serviceType ?? []), ...(specialty ?? [])];
  const code = concepts
    .flatMap((concept) => concept.coding ?? [])
    .find((coding) => coding.system === systems.department)?.code;
  return { doctorCode: codeOf(doctor), departmentCode: code ?? codeOf(department) };
}
