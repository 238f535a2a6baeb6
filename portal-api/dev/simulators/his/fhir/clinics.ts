/** Clinics as Schedules, their numbers as Slots. */
import type { Schedule, Slot } from '@medplum/fhirtypes';
import type { HospitalClinic } from '../data/model';
import type { Dated } from './resources';

export function clinicResources(clinic: HospitalClinic): Dated[] {
  const { id, doctor, isCancelled, madeAt: at, numbers } = clinic;
  const schedule: Schedule & { id: string } = {
    resourceType: 'Schedule',
    id,
    active: !isCancelled,
    serviceType: [
      {
        coding: [
          {
            system: 'urn:suizhen:department',
            code: doctor.departmentCode,
            display: doctor.departmentName,
          },
        ],
        text: doctor.departmentName,
      },
    ],
    actor: [{ reference: `Practitioner/${doctor.code}`, display: doctor.name }],
    planningHorizon: {
      start: numbers[0]!.startsAt.toISOString(),
      end: numbers.at(-1)!.endsAt.toISOString(),
    },
  };
  return [
    { resource: schedule, at },
    ...numbers.map((number): Dated => {
      const slot: Slot & { id: string } = {
        resourceType: 'Slot',
        id: number.id,
        schedule: { reference: `Schedule/${id}` },
        status: number.isSold ? 'busy' : 'free',
        start: number.startsAt.toISOString(),
        end: number.endsAt.toISOString(),
      };
      return { resource: slot, at };
    }),
  ];
}
