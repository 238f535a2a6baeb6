/** The hospital's records as FHIR R4 resources, with the moment each was last changed. */
import type {
  ChargeItem,
  Condition,
  DiagnosticReport,
  Encounter,
  ImagingStudy,
  MedicationRequest,
  Observation,
  Organization,
  Patient,
  Practitioner,
  PractitionerRole,
  Reference,
  Resource,
  ServiceRequest,
  Specimen,
} from '@medplum/fhirtypes';
import { addMinutes } from '../../../../src/kernel/local-date';
import type { IncomingObservation } from '../../../../src/modules/records';
import { clinicResources } from './clinics';
import type {
  Hospital,
  HospitalDoctor,
  HospitalPatient,
  HospitalReport,
  HospitalVisit,
} from '../data/model';

export interface Dated {
  resource: Resource & { id: string };
  at: Date;
}

const RESIDENT_ID = 'urn:oid:2.16.156.10011.1.3';
const HOUSE = 'urn:binjiang-hospital';

export function resourcesOf(hospital: Hospital): Dated[] {
  const first = hospital.visits[0]?.is.startedAt ?? new Date(0);
  const before = addMinutes(first, -1_440);
  const firstVisits = new Map<string, Date>();
  for (const visit of hospital.visits) {
    if (!firstVisits.has(visit.patientId)) firstVisits.set(visit.patientId, visit.is.startedAt);
  }
  return [
    ...hospital.doctors.flatMap((doctor) => doctorResources(doctor, before)),
    ...hospital.clinics.flatMap(clinicResources),
    ...hospital.patients.map((patient) => ({
      resource: patientResource(patient),
      at: firstVisits.get(patient.id) ?? before,
    })),
    ...hospital.visits.flatMap(visitResources),
  ];
}

function doctorResources(doctor: HospitalDoctor, at: Date): Dated[] {
  const practitioner: Practitioner & { id: string } = {
    resourceType: 'Practitioner',
    id: doctor.code,
    active: true,
    name: [{ text: doctor.name }],
  };
  const role: PractitionerRole & { id: string } = {
    resourceType: 'PractitionerRole',
    id: `${doctor.code}-R`,
    active: true,
    practitioner: { reference: `Practitioner/${doctor.code}`, display: doctor.name },
    organization: departmentOf(doctor.departmentCode, doctor.departmentName),
  };
  return [
    { resource: practitioner, at },
    { resource: role, at },
  ];
}

const departmentOf = (code: string, name: string): Reference<Organization> => ({
  reference: `Organization/${code}`,
  display: name,
});

function patientResource(patient: HospitalPatient): Patient & { id: string } {
  return {
    resourceType: 'Patient',
    id: patient.id,
    active: true,
    identifier: [{ system: RESIDENT_ID, value: patient.identityNumber }],
    name: [{ use: 'official', text: patient.name }],
    gender: patient.gender,
    birthDate: patient.birthDate,
    telecom: [{ system: 'phone', use: 'mobile', value: patient.phone }],
    address: [{ use: 'home', text: patient.address }],
  };
}

function visitResources(visit: HospitalVisit): Dated[] {
  const at = visit.is.endedAt ?? visit.is.startedAt;
  const about = {
    subject: { reference: `Patient/${visit.patientId}` },
    encounter: { reference: `Encounter/${visit.id}` },
  };
  return [
    { resource: encounterResource(visit), at },
    ...visit.diagnoses.map(({ id, is }): Dated => {
      const condition: Condition & { id: string } = {
        resourceType: 'Condition',
        id,
        ...about,
        code: {
          coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: is.code }],
          text: is.name,
        },
        recordedDate: is.recordedAt.toISOString(),
      };
      return { resource: condition, at: is.recordedAt };
    }),
    ...visit.orders.map(({ id, is }): Dated => ({
      resource: orderResource(id, is, about),
      at: is.orderedAt,
    })),
    ...visit.charges.map(({ id, is }): Dated => {
      const charge: ChargeItem & { id: string } = {
        resourceType: 'ChargeItem',
        id,
        status: is.isCancelled ? 'aborted' : 'billed',
        subject: about.subject,
        context: about.encounter,
        code: { coding: [{ system: `${HOUSE}:charge`, code: is.code }], text: is.name },
        occurrenceDateTime: is.chargedAt.toISOString(),
        quantity: quantityOf(is.quantityText),
        priceOverride: { value: is.amountFen / 100, currency: 'CNY' },
      };
      return { resource: charge, at: is.chargedAt };
    }),
    ...visit.reports.flatMap((report) => reportResources(report)),
  ];
}

/** 3盒 */
function quantityOf(text: string) {
  const [, number = '1', unit = ''] = /^(\d+)(.*)$/.exec(text) ?? [];
  return { value: Number(number), unit };
}

function encounterResource({ id, is, ...visit }: HospitalVisit): Encounter & { id: string } {
  const classes = {
    outpatient: 'AMB',
    emergency: 'EMER',
    inpatient: 'IMP',
    'physical-exam': 'AMB',
  };
  return {
    resourceType: 'Encounter',
    id,
    status: is.status,
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: classes[is.class] },
    ...(is.class === 'physical-exam'
      ? {
          type: [
            { coding: [{ system: `${HOUSE}:visit`, code: 'physical-exam' }], text: '健康体检' },
          ],
        }
      : {}),
    identifier: [{ system: `${HOUSE}:visit-no`, value: is.visitNo }],
    subject: { reference: `Patient/${visit.patientId}` },
    participant: [
      { individual: { reference: `Practitioner/${visit.doctorCode}`, display: is.doctorName } },
    ],
    period: {
      start: is.startedAt.toISOString(),
      ...(is.endedAt ? { end: is.endedAt.toISOString() } : {}),
    },
    reasonCode: [{ text: is.chiefComplaint }],
    diagnosis: visit.diagnoses.map((one, index) => ({
      condition: { reference: `Condition/${one.id}` },
      rank: index + 1,
    })),
    serviceProvider: departmentOf(visit.departmentCode, is.departmentName),
    extension: [
      ...(is.treatment
        ? [{ url: 'urn:suizhen:encounter-treatment', valueString: is.treatment }]
        : []),
      ...(is.advice ? [{ url: 'urn:suizhen:encounter-advice', valueString: is.advice }] : []),
    ],
  };
}

function orderResource(
  id: string,
  is: HospitalVisit['orders'][number]['is'],
  about: { subject: Reference; encounter: Reference },
): (MedicationRequest | ServiceRequest) & { id: string } {
  const code = { coding: [{ system: `${HOUSE}:order`, code: is.code }], text: is.name };
  const shared = {
    id,
    status: 'completed',
    intent: 'order',
    authoredOn: is.orderedAt.toISOString(),
  } as const;
  if (is.kind === 'medication') {
    return {
      resourceType: 'MedicationRequest',
      ...shared,
      ...(about as { subject: Reference<Patient>; encounter: Reference<Encounter> }),
      medicationCodeableConcept: code,
      dosageInstruction: [{ text: is.dosage }],
      dispenseRequest: { quantity: quantityOf(is.quantityText) },
    };
  }
  return {
    resourceType: 'ServiceRequest',
    ...shared,
    ...(about as { subject: Reference<Patient>; encounter: Reference<Encounter> }),
    category: [{ coding: [{ system: `${HOUSE}:order-kind`, code: is.kind }] }],
    code,
  };
}

const categories = {
  lab: 'LAB',
  imaging: 'RAD',
  pathology: 'SP',
  'physical-exam': 'physical-exam',
  'dental-picture': 'dental-picture',
};

export function reportResources(report: HospitalReport, at?: Date): Dated[] {
  const { id, is, patientId, visitId } = report;
  const changedAt = at ?? is.issuedAt;
  const subject = { reference: `Patient/${patientId}` };
  const observations = is.observations.map((line, index) =>
    observationResource(`${id}-${index + 1}`, line, subject),
  );
  const study = is.studyUid ? [studyResource(`${id}-S`, is.studyUid, subject)] : [];
  const specimen = is.specimen ? [specimenResource(`${id}-B`, report, subject)] : [];
  const resource: DiagnosticReport & { id: string } = {
    resourceType: 'DiagnosticReport',
    id,
    identifier: [{ system: `${HOUSE}:report-no`, value: is.reportNo }],
    status: is.status,
    category: [{ coding: [{ code: categories[is.kind] }] }],
    code: { coding: [{ system: `${HOUSE}:report`, code: is.code }], text: is.name },
    subject,
    ...(visitId ? { encounter: { reference: `Encounter/${visitId}` } } : {}),
    ...(is.collectedAt ? { effectiveDateTime: is.collectedAt.toISOString() } : {}),
    issued: is.issuedAt.toISOString(),
    performer: [{ type: 'Practitioner', display: is.performerName }],
    resultsInterpreter: [{ type: 'Practitioner', display: is.reviewerName }],
    ...(specimen.length ? { specimen: [{ reference: `Specimen/${id}-B` }] } : {}),
    ...(observations.length
      ? { result: observations.map((one) => ({ reference: `Observation/${one.id}` })) }
      : {}),
    ...(study.length ? { imagingStudy: [{ reference: `ImagingStudy/${id}-S` }] } : {}),
    ...(is.conclusion ? { conclusion: is.conclusion } : {}),
    ...(is.findings
      ? {
          presentedForm: [
            {
              contentType: 'text/plain; charset=utf-8',
              data: Buffer.from(is.findings).toString('base64'),
            },
          ],
        }
      : {}),
  };
  const all = [...observations, ...study, ...specimen, resource];
  return all.map((one) => ({ resource: one, at: changedAt }));
}

function observationResource(
  id: string,
  line: IncomingObservation,
  subject: Reference<Patient>,
): Observation & { id: string } {
  const limit = (value: number | null) =>
    value === null ? undefined : { value, ...(line.unit ? { unit: line.unit } : {}) };
  const low = limit(line.rangeLow);
  const high = limit(line.rangeHigh);
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [{ system: `${HOUSE}:item`, code: line.code }], text: line.name },
    subject,
    effectiveDateTime: line.effectiveAt.toISOString(),
    ...(line.number === null
      ? { valueString: line.value }
      : // Kept as it was written; it leaves as a number of the same digits.
        {
          valueQuantity: {
            value: (line.value.includes('.') ? line.value : line.number) as number,
            ...(line.unit ? { unit: line.unit } : {}),
          },
        }),
    interpretation: [{ coding: [{ code: line.flag }] }],
    ...(line.rangeText
      ? {
          referenceRange: [
            { ...(low ? { low } : {}), ...(high ? { high } : {}), text: line.rangeText },
          ],
        }
      : {}),
    ...(line.method ? { method: { text: line.method } } : {}),
  };
}

function studyResource(
  id: string,
  uid: string,
  subject: Reference<Patient>,
): ImagingStudy & { id: string } {
  return {
    resourceType: 'ImagingStudy',
    id,
    status: 'available',
    subject,
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid}` }],
  };
}

function specimenResource(
  id: string,
  { is }: HospitalReport,
  subject: Reference<Patient>,
): Specimen & { id: string } {
  return {
    resourceType: 'Specimen',
    id,
    subject,
    type: { text: is.specimen },
    ...(is.collectedAt ? { collection: { collectedDateTime: is.collectedAt.toISOString() } } : {}),
    ...(is.receivedAt ? { receivedTime: is.receivedAt.toISOString() } : {}),
  };
}
