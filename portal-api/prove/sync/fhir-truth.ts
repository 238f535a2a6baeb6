/** What the hospital that is asked by FHIR holds, in lines that can be laid beside ours. */
import type {
  Appointment,
  ChargeItem,
  Condition,
  DiagnosticReport,
  Encounter,
  MedicationRequest,
  Observation,
  Patient,
  Reference,
  Resource,
} from '@medplum/fhirtypes';
import type { FhirStore, Kept } from '../../dev/simulators/his/fhir/store';
import { systems } from '../../src/adapters/his-fhir/systems';

export type Lines = Map<string, string>;

/** No report is issued then. */
export const absurd = '2098-05-01T08:00:00+08:00';

const idOf = (reference: Reference | undefined): string =>
  reference?.reference?.split('/')[1] ?? '';

const all = <T extends Resource>(store: FhirStore, type: T['resourceType']): (T & Kept)[] =>
  store.list(type) as (T & Kept)[];

/** Under which number a patient of theirs is kept by now. */
export function rootOf(store: FhirStore, id: string): string {
  const patient = store.get('Patient', id) as (Patient & Kept) | 'deleted' | undefined;
  const links = patient === 'deleted' ? [] : (patient?.link ?? []);
  const next = idOf(links.find(({ type }) => type === 'replaced-by')?.other);
  return next ? rootOf(store, next) : id;
}

/** Born here; those whom the product registered have numbers of another kind. */
export const isBornThere = (id: string): boolean => /^H[PD]\d+$/.test(id);

export function fhirLines(store: FhirStore): Lines {
  const lines: Lines = new Map();
  const root = (reference: Reference | undefined) => rootOf(store, idOf(reference));
  for (const { id, name, telecom } of all<Patient>(store, 'Patient')) {
    if (!isBornThere(id)) continue;
    const stays = rootOf(store, id);
    lines.set(`patient ${id}`, `is ${stays}`);
    if (stays !== id) continue;
    lines.set(`person ${id}`, `${name?.[0]?.text} ${telecom?.[0]?.value ?? ''}`);
  }
  for (const { id, subject, status } of all<Encounter>(store, 'Encounter')) {
    lines.set(`visit ${id}`, `${root(subject)} ${status}`);
  }
  for (const { id, subject, encounter, code } of all<Condition>(store, 'Condition')) {
    lines.set(`diagnosis ${id}`, `${root(subject)} ${idOf(encounter)} ${code?.text}`);
  }
  for (const order of all<MedicationRequest>(store, 'MedicationRequest')) {
    const { value, unit } = order.dispenseRequest!.quantity!;
    const about = `${root(order.subject)} ${idOf(order.encounter)}`;
    lines.set(`order ${order.id}`, `${about} ${value}${unit}`);
  }
  for (const { id, subject, context, ...charge } of all<ChargeItem>(store, 'ChargeItem')) {
    const fen = Math.round(Number(charge.priceOverride!.value) * 100);
    lines.set(
      `charge ${id}`,
      `${root(subject)} ${idOf(context)} ${fen} ${charge.status === 'aborted'}`,
    );
  }
  for (const report of all<DiagnosticReport>(store, 'DiagnosticReport')) {
    if (isAside(store, report)) continue;
    const about = `${root(report.subject)} ${idOf(report.encounter)} ${report.status}`;
    lines.set(`report ${report.id}`, `${about} ${resultsOf(store, report)}`);
  }
  return lines;
}

function resultsOf(store: FhirStore, { result = [] }: DiagnosticReport): string {
  return result
    .map((reference) => {
      const line = store.get('Observation', idOf(reference)) as Observation & Kept;
      return `${line.code.coding![0]!.code}=${line.valueQuantity?.value ?? line.valueString}`;
    })
    .join(' ');
}

/** Nobody could take it as it stands: it has to wait for a person, with the reason. */
const isAside = (store: FhirStore, { issued, subject }: DiagnosticReport): boolean =>
  issued === absurd || !store.get('Patient', idOf(subject));

export function asideReports(store: FhirStore): string[] {
  const reports = all<DiagnosticReport>(store, 'DiagnosticReport');
  return reports.filter((report) => isAside(store, report)).map(({ id }) => id);
}

interface TheirAppointment {
  ourNumber: string;
  status: string;
  /** Theirs, after merges. */
  patientId: string;
}

export function theirAppointments(store: FhirStore): TheirAppointment[] {
  return all<Appointment>(store, 'Appointment').map(({ identifier, status, participant }) => ({
    ourNumber: identifier?.find(({ system }) => system === systems.ourAppointment)?.value ?? '',
    status,
    patientId: rootOf(store, idOf(participant[0]?.actor)),
  }));
}

/** Living records by our number of the patient. */
export function ourPatientsThere(store: FhirStore): { id: string; ourId: string }[] {
  return all<Patient>(store, 'Patient').flatMap(({ id, identifier = [], active }) => {
    const ourId = identifier.find(({ system }) => system === systems.ourPatient)?.value;
    return ourId && active !== false ? [{ id, ourId }] : [];
  });
}
