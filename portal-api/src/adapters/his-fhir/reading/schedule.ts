import type { Appointment, Practitioner, PractitionerRole, Reference } from '@medplum/fhirtypes';
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
