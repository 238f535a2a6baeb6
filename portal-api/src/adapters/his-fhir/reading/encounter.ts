import type { Appointment, Condition, Encounter } from '@medplum/fhirtypes';
import type { EncounterClass, EncounterStatus } from '@suizhen/contract';
import { InboundProblem, type Reading } from '../../../modules/integration/canonical';
import { systems } from '../systems';
import {
  type Company,
  codeOf,
  codesOf,
  companion,
  extensionText,
  idOf,
  identifierOf,
  leftOutOf,
  requiredText,
  requiredTime,
  subjectOf,
  textOf,
  timeOf,
} from './values';

const classes: Record<string, EncounterClass> = {
  AMB: 'outpatient',
  VR: 'outpatient',
  HH: 'outpatient',
  FLD: 'outpatient',
  OBSENC: 'outpatient',
  PRENC: 'outpatient',
  EMER: 'emergency',
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  SS: 'inpatient',
  // Older servers write the words of DSTU2.
  ambulatory: 'outpatient',
  outpatient: 'outpatient',
  emergency: 'emergency',
  inpatient: 'inpatient',
  wellness: 'physical-exam',
};

const statuses: Record<string, EncounterStatus> = {
  planned: 'planned',
  arrived: 'in-progress',
  triaged: 'in-progress',
  'in-progress': 'in-progress',
  onleave: 'in-progress',
  finished: 'finished',
  cancelled: 'cancelled',
  'entered-in-error': 'cancelled',
};

const used = [
  'identifier',
  'status',
  'class',
  'type',
  'subject',
  'participant',
  'appointment',
  'period',
  'reasonCode',
  'diagnosis',
  'serviceProvider',
  'extension',
];

export function readEncounter(company: Company<Encounter>): Reading {
  const { main } = company;
  const startedAt = requiredTime(main.period?.start, '就诊开始时间');
  const endedAt = timeOf(main.period?.end, '就诊结束时间');
  if (endedAt && endedAt < startedAt) {
    throw new InboundProblem('absurd-date', '就诊结束时间早于开始时间');
  }
  const doctor = main.participant?.find((one) => one.individual)?.individual;
  return {
    items: [
      {
        type: 'encounter',
        externalId: requiredText(main.id, '就诊编号'),
        patient: subjectOf(main.subject),
        encounterExternalId: '',
        departmentCode: codeOf(main.serviceProvider),
        doctorCode: codeOf(doctor),
        appointmentNo: appointmentNoOf(company),
        encounter: {
          class: classOf(main),
          status: statuses[main.status] ?? (endedAt ? 'finished' : 'in-progress'),
          visitNo: main.identifier?.[0]?.value ?? '',
          departmentName: main.serviceProvider?.display ?? '',
          doctorName: doctor?.display ?? '',
          startedAt,
          endedAt,
          chiefComplaint: (main.reasonCode ?? []).map(textOf).filter(Boolean).join('；'),
          treatment: extensionText(main, 'treatment'),
          advice: extensionText(main, 'advice'),
        },
      },
    ],
    leftOut: leftOutOf(main, used),
  };
}

function classOf(encounter: Encounter): EncounterClass {
  const types = (encounter.type ?? []).flatMap(codesOf);
  if (types.includes('physical-exam') || (encounter.type ?? []).some(isPhysicalExam)) {
    return 'physical-exam';
  }
  const code = encounter.class?.code ?? '';
  const known = classes[code];
  if (!known) throw new InboundProblem('unknown-kind', '就诊类别不在约定的范围内');
  return known;
}

const isPhysicalExam = (concept: { text?: string }): boolean =>
  concept.text?.includes('体检') === true;

/** Ours, which the system was told when it was booked. */
function appointmentNoOf(company: Company<Encounter>): string {
  for (const reference of company.main.appointment ?? []) {
    if (reference.identifier?.system === systems.ourAppointment) {
      return reference.identifier.value ?? '';
    }
    const appointment = companion<Appointment>(company, 'Appointment', reference);
    const number = identifierOf(appointment?.identifier, systems.ourAppointment);
    if (number) return number;
  }
  return '';
}

const retracted = new Set(['entered-in-error', 'refuted']);

export function readCondition(company: Company<Condition>): Reading {
  const { main } = company;
  const encounter = companion<Encounter>(company, 'Encounter', main.encounter);
  const place = encounter?.diagnosis?.find((one) => idOf(one.condition) === main.id);
  return {
    items: [
      {
        type: 'diagnosis',
        externalId: requiredText(main.id, '诊断编号'),
        patient: subjectOf(main.subject),
        encounterExternalId: idOf(main.encounter),
        diagnosis: {
          code: main.code?.coding?.[0]?.code ?? '',
          name: requiredText(textOf(main.code), '诊断名称'),
          isMain: Number(place?.rank) === 1,
          isRetracted: codesOf(main.verificationStatus).some((code) => retracted.has(code)),
          recordedAt: requiredTime(
            main.recordedDate ?? main.onsetDateTime ?? main.meta?.lastUpdated,
            '诊断时间',
          ),
        },
      },
    ],
    leftOut: leftOutOf(main, [
      'identifier',
      'clinicalStatus',
      'verificationStatus',
      'category',
      'code',
      'subject',
      'encounter',
      'onsetDateTime',
      'recordedDate',
    ]),
  };
}
