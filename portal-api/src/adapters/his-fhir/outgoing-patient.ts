import type { Identifier, Patient } from '@medplum/fhirtypes';
import type { CanonicalPatient } from '../../modules/integration/canonical';
import type { OutboundPayload } from '../../modules/integration/ports';
import { readPatient } from './reading/patient';
import { identitySystems, systems } from './systems';

type Ours = OutboundPayload['patient'];

/** Theirs with our fields in it; what they know more of stays. */
export function patientAsOurs<T extends Patient>(theirs: T, ours: Ours): T {
  const names = (theirs.name ?? []).filter((name) => name.use !== 'official').slice(1);
  const telecom = (theirs.telecom ?? []).filter(
    (one) => one.system !== 'phone' || one.use !== 'mobile',
  );
  return {
    ...theirs,
    active: theirs.active ?? true,
    identifier: withIdentifiers(theirs.identifier ?? [], numbersOf(ours)),
    name: [{ use: 'official', text: ours.name }, ...names],
    gender: (ours.gender || 'unknown') as NonNullable<Patient['gender']>,
    birthDate: ours.birthDate,
    ...(ours.phone || telecom.length > 0
      ? {
          telecom: [
            ...(ours.phone ? [{ system: 'phone', use: 'mobile', value: ours.phone } as const] : []),
            ...telecom,
          ],
        }
      : {}),
  };
}

/** What may be written: ours, but for what somebody there has changed and nobody here has read yet. */
export function withTheirChanges(theirs: Patient, ours: Ours): Ours {
  const patient = readOf(theirs);
  if (!patient || !ours.changedThere) return ours;
  const changed = new Set(ours.changedThere(patient));
  const { name, gender, birthDate, phone, cardNumber, identity } = patient;
  return {
    ...ours,
    ...(changed.has('name') ? { name } : {}),
    ...(changed.has('gender') ? { gender } : {}),
    ...(changed.has('birthDate') ? { birthDate } : {}),
    ...(changed.has('phone') ? { phone } : {}),
    ...(changed.has('cardNumber') ? { cardNumber } : {}),
    ...(changed.has('identity') && identity
      ? { identityType: identity.type, identityNumber: identity.number }
      : {}),
  };
}

/** Read as anybody would read it, it says what we would write. */
export function isPatientAsOurs(theirs: Patient, ours: Ours): boolean {
  const has = (wanted: Identifier): boolean =>
    theirs.identifier?.some((one) => one.system === wanted.system && one.value === wanted.value) ===
    true;
  if (!numbersOf(ours).every(has)) return false;
  const read = readOf(theirs);
  if (!read) return false;
  const { name, gender, birthDate, phone } = read;
  return (
    name === ours.name &&
    gender === (ours.gender || 'unknown') &&
    birthDate === ours.birthDate &&
    (ours.phone === '' || phone === ours.phone)
  );
}

/** Null: nobody could read it. */
function readOf(theirs: Patient): CanonicalPatient | null {
  try {
    const [read] = readPatient({ main: theirs, others: [] }).items;
    return read?.type === 'patient' ? read.patient : null;
  } catch {
    return null;
  }
}

/** `system|value` for a search, when there is a document. */
export function identityTokenOf(ours: Ours): string | null {
  const system = systemOf(ours.identityType);
  return system && ours.identityNumber ? `${system}|${ours.identityNumber}` : null;
}

function numbersOf(ours: Ours): Identifier[] {
  const document = systemOf(ours.identityType);
  return [
    { system: systems.ourPatient, value: ours.id },
    ...(document && ours.identityNumber ? [{ system: document, value: ours.identityNumber }] : []),
    ...(ours.cardNumber ? [{ system: systems.card, value: ours.cardNumber }] : []),
  ];
}

function systemOf(type: string): string | undefined {
  return (identitySystems as Record<string, readonly string[]>)[type]?.[0];
}

/** One number of a system each. */
function withIdentifiers(theirs: readonly Identifier[], ours: readonly Identifier[]): Identifier[] {
  const replaced = new Set(ours.map((one) => one.system));
  return [...theirs.filter((one) => !replaced.has(one.system)), ...ours];
}
