import type { DiagnosticReport, Reference, Resource, ResourceType } from '@medplum/fhirtypes';
import type { InboundKind } from '@suizhen/contract';

export interface Search {
  type: ResourceType;
  /** Resources that come along in the same answer, where the server can. */
  include?: readonly string[];
  revinclude?: readonly string[];
  /** Not every hospital has it: a server that does not know the type has none. */
  isOptional?: boolean;
}

/** What is asked for to learn of a kind. Merges come with the patients. */
export const searches: Partial<Record<InboundKind, readonly Search[]>> = {
  patient: [{ type: 'Patient' }],
  practitioner: [
    { type: 'Practitioner', isOptional: true },
    {
      type: 'PractitionerRole',
      include: ['PractitionerRole:practitioner'],
      isOptional: true,
    },
  ],
  // Each schedule with all its slots; see whole-schedules.
  roster: [{ type: 'Schedule', isOptional: true }],
  slot: [{ type: 'Slot', include: ['Slot:schedule'], isOptional: true }],
  appointment: [{ type: 'Appointment', isOptional: true }],
  encounter: [{ type: 'Encounter', include: ['Encounter:appointment'] }],
  condition: [{ type: 'Condition', include: ['Condition:encounter'], isOptional: true }],
  'medication-request': [
    { type: 'MedicationRequest', include: ['MedicationRequest:medication'], isOptional: true },
    { type: 'ServiceRequest', isOptional: true },
  ],
  report: [
    {
      type: 'DiagnosticReport',
      include: ['result', 'specimen', 'based-on', 'encounter'].map(
        (name) => `DiagnosticReport:${name}`,
      ),
    },
  ],
  observation: [{ type: 'Observation', revinclude: ['DiagnosticReport:result'] }],
  charge: [
    { type: 'ChargeItem', isOptional: true },
    { type: 'Claim', isOptional: true },
  ],
};

/** Of several types of a kind the first needs no name before its id. */
export function externalIdOf(kind: InboundKind, type: ResourceType, id: string): string {
  const [first, ...others] = searches[kind] ?? [];
  return first?.type === type && others.length === 0 ? id : `${type}/${id}`;
}

type References = readonly (Reference | undefined)[];

/** Which others a resource needs to be understood, nearest first. */
export function referencesOf(resource: Resource): References {
  switch (resource.resourceType) {
    case 'DiagnosticReport':
      return reportReferences(resource);
    case 'Observation':
      return resource.hasMember ?? [];
    case 'Encounter':
      return resource.appointment ?? [];
    case 'Condition':
      return [resource.encounter];
    case 'MedicationRequest':
      return [resource.medicationReference];
    case 'PractitionerRole':
      return [resource.practitioner];
    case 'Schedule':
      return resource.actor;
    default:
      return [];
  }
}

function reportReferences(report: DiagnosticReport): References {
  return [
    ...(report.result ?? []),
    report.specimen?.[0],
    report.basedOn?.[0],
    report.encounter,
    report.imagingStudy?.[0],
  ];
}

/** Things of a patient are taken in one after the other. */
export function orderKeyOf(resource: Resource): string {
  const { id = '', resourceType } = resource;
  if (resourceType === 'Patient') return `Patient/${id}`;
  const about = resource as { subject?: Reference; patient?: Reference };
  const actors = (resource as { participant?: { actor?: Reference }[] }).participant ?? [];
  const patient = [about.subject, about.patient, ...actors.map(({ actor }) => actor)].find((one) =>
    /(^|\/)Patient\/|^urn:/.test(one?.reference ?? ''),
  );
  const name = /Patient\/[A-Za-z0-9.-]+/.exec(patient?.reference ?? '')?.[0];
  return name ?? `${resourceType}/${id}`;
}
