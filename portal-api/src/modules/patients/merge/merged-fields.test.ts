import { describe, expect, it } from 'vitest';
import { givenBack, putAside, takenOver, type MergeablePatient } from './merged-fields';

const patient = (over: Partial<MergeablePatient> = {}): MergeablePatient => ({
  id: 'a',
  gender: 'male',
  birth_date: '1980-05-06',
  identity_type: 'hospital-record',
  identity_cipher: null,
  identity_index: null,
  phone_cipher: 'p1',
  phone_index: 'i1',
  phone_tail_index: 't1',
  address_cipher: null,
  contact_name_cipher: null,
  contact_phone_cipher: null,
  card_number: '',
  care_class: 'regular',
  allergies: '',
  medical_history: '',
  notes: '',
  registered_branch_id: null,
  last_visit_date: null,
  locked_at: null,
  merged_into: null,
  ...over,
});
const take = (survivor: Partial<MergeablePatient>, merged: Partial<MergeablePatient>) =>
  takenOver(patient(survivor), patient({ id: 'b', ...merged }), true);

describe('what a record takes over', () => {
  it('nothing that it has', () => {
    const full = {
      identity_type: 'passport',
      identity_index: 'x',
      address_cipher: 'a1',
      contact_phone_cipher: 'c1',
      card_number: '1',
      registered_branch_id: 'b1',
      care_class: 'key',
      last_visit_date: '2026-02-01',
    } as const;
    const other = { ...full, identity_index: null, address_cipher: 'a2', card_number: '2' };
    expect(take(full, { ...other, care_class: 'regular', last_visit_date: '2026-01-01' })).toEqual({
      changes: {},
      sealed: [],
    });
  });

  it('what it lacks, the document with what follows from it', () => {
    const merged = {
      identity_type: 'resident-id',
      identity_index: 'x',
      birth_date: '1980-05-07',
      address_cipher: 'a2',
      contact_name_cipher: 'n2',
      card_number: '2',
      care_class: 'special',
      last_visit_date: '2026-01-01',
    } as const;
    const taken = takenOver(patient(), patient({ id: 'b', ...merged }), false);
    expect(taken.sealed).toEqual(['document', 'phone', 'address', 'contact']);
    expect(Object.keys(taken.changes).sort()).toEqual([
      'birth_date',
      'card_number',
      'care_class',
      'identity_type',
      'last_visit_date',
    ]);
    // Nothing sealed is written down twice.
    expect(JSON.stringify(taken)).not.toMatch(/"(a2|n2|p1)"/);
  });

  it('allergies and history of both, and never the same twice', () => {
    const { changes } = take(
      { allergies: '青霉素', medical_history: '高血压' },
      { allergies: '磺胺', medical_history: '高血压', notes: '轮椅' },
    );
    expect(changes.allergies?.after).toBe('青霉素；磺胺');
    expect(changes.medical_history).toBeUndefined();
    expect(changes.notes?.after).toBe('轮椅');
  });

  it('is open when one of them is', () => {
    expect(take({ locked_at: '2026' }, {}).changes.locked_at?.after).toBeNull();
    expect(take({}, { locked_at: '2026' }).changes.locked_at).toBeUndefined();
  });
});

describe('the record that is put aside', () => {
  it('is closed, leads on, and lets go of the document', () => {
    const merged = patient({ id: 'b', identity_type: 'passport', identity_index: 'x' });
    expect(putAside(merged, patient(), 'now')).toEqual({
      merged_into: { before: null, after: 'a' },
      locked_at: { before: null, after: 'now' },
      identity_type: { before: 'passport', after: 'hospital-record' },
      identity_index: { before: 'x', after: null },
    });
  });
});

describe('when it is undone', () => {
  it('what was corrected since stays', () => {
    const { changes } = take({}, { card_number: '2', allergies: '磺胺' });
    const survivor = patient({ card_number: '3', allergies: '磺胺' });
    expect(givenBack(changes, survivor)).toEqual({ allergies: '' });
  });
});
