import type { Identifier, Patient } from '@medplum/fhirtypes';
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

/** Read as anybody would read it, it says what we would write. */
export function isPatientAsOurs(theirs: Patient, ours: Ours): boolean {
  const has = (wanted: Identifier): boolean =>
    theirs.identifier?.some((one) => one.system === wanted.system && one.value === wanted.value) ===
    true;
  if (!numbersOf(ours).every(has)) return false;
  let read;
  try {
    read = readPatient({ main: theirs, others: [] }).items[0];
  } catch {
    return false;
  }
  if (read?.type !== 'patient') return false;
  const { name, gender, birthDate, phone } = read.patient;
  return (
    name === ours.name &&
    gender === (ours.gender || 'unknown') &&
    birthDate === ours.birthDate &&
    (ours.phone === '' || phone === ours.phone)
  );
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
