import type { HumanName, Identifier, Patient } from '@medplum/fhirtypes';
import { genders, type Gender, type IdentityType } from '@suizhen/contract';
import type { Canonical, CanonicalPatient, Reading } from '../../../modules/integration/canonical';
import { cardTypeCodes, identitySystems, identityTypeCodes, systems } from '../systems';
import {
  type Company,
  codesOf,
  idOf,
  identifierOf,
  leftOutOf,
  requiredText,
  timeOf,
} from './values';

const used = [
  'identifier',
  'active',
  'name',
  'telecom',
  'gender',
  'birthDate',
  'address',
  'deceasedBoolean',
  'deceasedDateTime',
  'link',
];

/** A person; or that two records were one person, which the record that ended says. */
export function readPatient({ main }: Company<Patient>): Reading {
  const id = requiredText(main.id, '患者编号');
  const merges: Canonical[] = (main.link ?? []).flatMap((link): Canonical[] => {
    const other = idOf(link.other);
    if (!other) return [];
    if (link.type === 'replaced-by') {
      return [{ type: 'merge', survivorExternalId: other, mergedExternalId: id }];
    }
    return link.type === 'replaces'
      ? [{ type: 'merge', survivorExternalId: id, mergedExternalId: other }]
      : [];
  });
  // Of a record that ended nothing is taken but where it went.
  if (main.link?.some((link) => link.type === 'replaced-by')) {
    return { items: merges, leftOut: [] };
  }
  return {
    items: [{ type: 'patient', patient: canonicalPatient(id, main) }, ...merges],
    leftOut: [...leftOutOf(main, used), ...unknownIdentifiers(main)],
  };
}

function canonicalPatient(id: string, patient: Patient): CanonicalPatient {
  const ourId = identifierOf(patient.identifier, systems.ourPatient);
  const birthDate = requiredText(patient.birthDate, '出生日期');
  // A year alone says too little to know somebody again.
  if (!/^\d{4}-\d{2}-\d{2}$/.test(birthDate)) requiredText('', '完整的出生日期');
  timeOf(birthDate, '出生日期');
  return {
    externalId: id,
    name: requiredText(nameOf(patient.name), '姓名'),
    gender: genderOf(patient.gender),
    birthDate,
    identity: identityOf(patient.identifier ?? []),
    phone: phoneOf(patient),
    address: addressOf(patient),
    cardNumber: cardOf(patient.identifier ?? []),
    isDeceased: patient.deceasedBoolean === true || patient.deceasedDateTime !== undefined,
    ...(ourId ? { ourId } : {}),
  };
}

export function nameOf(names: readonly HumanName[] | undefined): string {
  const name = names?.find((one) => one.use === 'official') ?? names?.[0];
  if (!name) return '';
  if (name.text) return name.text.trim();
  const family = name.family ?? '';
  const given = name.given ?? [];
  // 王小明, but John Smith.
  const isLatin = /^[\p{Script=Latin}\d\s'.-]*$/u.test(family + given.join(''));
  return isLatin ? [...given, family].join(' ').trim() : family + given.join('');
}

function genderOf(gender: string | undefined): Gender {
  return genders.find((one) => one === gender) ?? 'unknown';
}

function identityOf(identifiers: readonly Identifier[]): CanonicalPatient['identity'] {
  for (const identifier of identifiers) {
    const type = identityTypeOf(identifier);
    const number = identifier.value?.trim().toUpperCase();
    if (type && number) return { type, number };
  }
  return null;
}

function identityTypeOf(identifier: Identifier): IdentityType | null {
  for (const [type, known] of Object.entries(identitySystems)) {
    if (identifier.system && known.includes(identifier.system)) return type as IdentityType;
  }
  const code = codesOf(identifier.type).find((one) => identityTypeCodes[one]);
  return code ? (identityTypeCodes[code] ?? null) : null;
}

function isCard(identifier: Identifier): boolean {
  return (
    identifier.system === systems.card ||
    codesOf(identifier.type).some((code) => cardTypeCodes.includes(code))
  );
}

function cardOf(identifiers: readonly Identifier[]): string {
  const own = identifierOf(identifiers, systems.card);
  // Other hospitals number their records by whatever fits a system of theirs; a card is short.
  return (
    own || (identifiers.find((one) => isCard(one) && (one.value?.length ?? 0) <= 30)?.value ?? '')
  );
}

function phoneOf({ telecom = [] }: Patient): string {
  const phones = telecom.filter((one) => one.system === 'phone' && one.value);
  const phone = phones.find((one) => one.use === 'mobile') ?? phones[0];
  return phone?.value?.replace(/[\s-]/g, '') ?? '';
}

function addressOf({ address = [] }: Patient): string {
  const home = address.find((one) => one.use === 'home') ?? address[0];
  if (!home) return '';
  const parts = [home.state, home.city, home.district, ...(home.line ?? [])];
  return (home.text ?? parts.filter(Boolean).join('')).trim();
}

function unknownIdentifiers({ identifier = [] }: Patient): string[] {
  const hasOther = identifier.some(
    (one) => one.system !== systems.ourPatient && !identityTypeOf(one) && !isCard(one),
  );
  return hasOther ? ['Patient.identifier（其他证件或编号）'] : [];
}
