/** What a record takes over from the one that is merged into it. Pure. */
import type { CareClass } from '@suizhen/contract';

/** The columns of `patient` that a merge looks at, as they are stored. */
export interface MergeablePatient extends Record<string, unknown> {
  id: string;
  gender: string;
  birth_date: string;
  identity_type: string;
  identity_cipher: string | null;
  identity_index: string | null;
  phone_cipher: string;
  phone_index: string;
  phone_tail_index: string;
  address_cipher: string | null;
  contact_name_cipher: string | null;
  contact_phone_cipher: string | null;
  card_number: string;
  care_class: CareClass;
  allergies: string;
  medical_history: string;
  notes: string;
  registered_branch_id: string | null;
  last_visit_date: string | null;
  locked_at: string | null;
  merged_into: string | null;
}

/** As text, so that what was there comes back exactly. */
export const mergeableColumns = `id, gender, birth_date::text, identity_type, identity_cipher, identity_index,
  phone_cipher, phone_index, phone_tail_index, address_cipher, contact_name_cipher, contact_phone_cipher, card_number,
  care_class, allergies, medical_history, notes, registered_branch_id, last_visit_date::text, locked_at::text,
  merged_into`;

export type Changes = Record<string, { before: unknown; after: unknown }>;

/**
 * What is sealed is not written into the note of a merge: keys are renewed, notes are not. The merged record
 * keeps its own, so it can be told later what came from there.
 */
export const sealed = {
  document: ['identity_cipher', 'identity_index'],
  phone: ['phone_cipher', 'phone_index', 'phone_tail_index'],
  address: ['address_cipher'],
  contact: ['contact_name_cipher', 'contact_phone_cipher'],
} as const;
export type Sealed = keyof typeof sealed;

export interface TakenOver {
  changes: Changes;
  sealed: Sealed[];
}

const careClasses: readonly CareClass[] = ['regular', 'key', 'special'];

/**
 * The survivor keeps what it has and fills what it lacks: the document, the phone, the address. Allergies and
 * history of both stand one behind the other; nobody may lose an allergy by a merge.
 * @param hasPhone whether the survivor's stored phone is one
 */
export function takenOver(
  survivor: MergeablePatient,
  merged: MergeablePatient,
  hasPhone: boolean,
): TakenOver {
  const values: Partial<MergeablePatient> = {};
  const take = (...columns: (keyof MergeablePatient & string)[]) => {
    for (const column of columns) values[column] = merged[column];
  };
  const isDocumentTaken = survivor.identity_index === null && merged.identity_index !== null;
  if (isDocumentTaken) take('identity_type', 'birth_date', 'gender');
  if (survivor.card_number === '') take('card_number');
  if (survivor.registered_branch_id === null) take('registered_branch_id');
  for (const column of ['allergies', 'medical_history', 'notes'] as const) {
    values[column] = bothTexts(survivor[column], merged[column]);
  }
  if (careClasses.indexOf(merged.care_class) > careClasses.indexOf(survivor.care_class)) {
    take('care_class');
  }
  if ((merged.last_visit_date ?? '') > (survivor.last_visit_date ?? '')) take('last_visit_date');
  // One of them is in use: so is the person.
  if (survivor.locked_at !== null && merged.locked_at === null) take('locked_at');
  const groups: Record<Sealed, boolean> = {
    document: isDocumentTaken,
    phone: !hasPhone,
    address: survivor.address_cipher === null && merged.address_cipher !== null,
    contact:
      survivor.contact_name_cipher === null &&
      survivor.contact_phone_cipher === null &&
      (merged.contact_name_cipher ?? merged.contact_phone_cipher) !== null,
  };
  const taken = (Object.keys(groups) as Sealed[]).filter((group) => groups[group]);
  return { changes: changesOf(survivor, values), sealed: taken };
}

/** The columns that the survivor takes as they are sealed in the merged record. */
export function sealedColumns(
  merged: MergeablePatient,
  groups: readonly Sealed[],
): Record<string, unknown> {
  const columns = groups.flatMap((group) => sealed[group]);
  return Object.fromEntries(columns.map((column) => [column, merged[column]]));
}

/** What the merged record becomes: closed, and no longer the one with the document, which is known once. */
export function putAside(
  merged: MergeablePatient,
  survivor: MergeablePatient,
  lockedAt: string,
): Changes {
  const values: Partial<MergeablePatient> = {
    merged_into: survivor.id,
    locked_at: merged.locked_at ?? lockedAt,
  };
  if (merged.identity_index !== null) {
    values.identity_type = 'hospital-record';
    values.identity_index = null;
  }
  return changesOf(merged, values);
}

/** What goes back when a merge is undone: what somebody corrected since stays. */
export function givenBack(changes: Changes, survivor: MergeablePatient): Record<string, unknown> {
  const untouched = Object.entries(changes).filter(
    ([column, { after }]) => survivor[column] === after,
  );
  return Object.fromEntries(untouched.map(([column, { before }]) => [column, before]));
}

function bothTexts(one: string, other: string): string {
  const text = other.trim();
  if (text === '' || one.includes(text)) return one;
  return one.trim() === '' ? text : `${one}；${text}`;
}

function changesOf(before: MergeablePatient, after: Partial<MergeablePatient>): Changes {
  const changed = Object.entries(after).filter(([column, value]) => value !== before[column]);
  return Object.fromEntries(
    changed.map(([column, value]) => [column, { before: before[column], after: value }]),
  );
}
