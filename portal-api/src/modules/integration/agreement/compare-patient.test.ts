import { describe, expect, it } from 'vitest';
import {
  changesOf,
  comparePatient,
  sidesOfOurs,
  sidesOfTheirs,
  type Agreed,
  type Sent,
  type Sides,
} from './compare-patient';

const base: Sides = {
  name: '王小明',
  gender: 'male',
  birthDate: '1980-05-06',
  phone: '13800001234',
  address: '和平路 1 号',
  cardNumber: 'C1',
  identity: 'passport:E1234567',
};
const digest = (field: string, value: string) => `${field}=${value}`;
const compare = (
  ours: Partial<Sides>,
  theirs: Partial<Sides>,
  before: Agreed | null,
  sent: Sent | null = null,
) => comparePatient({ ...base, ...ours }, { ...base, ...theirs }, before, digest, sent);
const agreed = comparePatient(base, base, null, digest).agreed;

describe('two sides of a patient', () => {
  it('agree on what they both say, in whatever spelling', () => {
    expect(compare({ name: '阿卜杜·买买提' }, { name: '阿卜杜买买提' }, null)).toMatchObject({
      taken: [],
      contested: [],
    });
  });

  it('take over what changed only there', () => {
    const result = compare({}, { phone: '13900000000' }, agreed);
    expect(result.taken).toEqual(['phone']);
    expect(result.agreed.phone).toBe('phone=13900000000');
  });

  it('leave what changed only here, which is on its way to them', () => {
    expect(compare({ phone: '13900000000' }, {}, agreed)).toMatchObject({
      taken: [],
      contested: [],
    });
  });

  it('leave it to a person when both changed, or when they never agreed', () => {
    expect(compare({ phone: '13900000000' }, { phone: '13700000000' }, agreed).contested).toEqual([
      'phone',
    ]);
    expect(compare({}, { phone: '13700000000' }, null).contested).toEqual(['phone']);
  });

  it('take an earlier word of ours, read late, for no change of theirs', () => {
    const sent = { phone: [`phone=${base.phone}`, 'phone=13900000000'] };
    const late = compare({}, { phone: '13900000000' }, agreed, sent);
    expect(late).toMatchObject({ taken: [], contested: [], sent });
  });

  it('forget earlier words of ours once the last was read there, or one of theirs', () => {
    const sent = { phone: [`phone=${base.phone}`, 'phone=13900000000'] };
    const read = compare({}, {}, agreed, sent);
    expect(read.sent).toEqual({ phone: [`phone=${base.phone}`] });
    expect(compare({}, { phone: '13900000000' }, agreed, read.sent).taken).toEqual(['phone']);
    const theirs = compare({}, { phone: '13700000000' }, agreed, sent);
    expect(theirs).toMatchObject({ taken: ['phone'], sent: {} });
  });

  it('take silence for no deletion, and fill what is empty here', () => {
    expect(compare({}, { address: '' }, agreed).taken).toEqual([]);
    expect(compare({ address: '' }, {}, null).taken).toEqual(['address']);
  });

  it('give a document to who had none', () => {
    const facts = {
      name: '王小明',
      gender: 'unknown' as const,
      birthDate: '1980-05-06',
      phone: '',
      address: '',
      cardNumber: '',
      identityType: 'hospital-record' as const,
      identityNumber: '',
    };
    const ours = sidesOfOurs(facts);
    expect(ours.identity).toBe('');
    expect(changesOf(['identity', 'gender'], base)).toEqual({
      gender: 'male',
      identityType: 'passport',
      identityNumber: 'E1234567',
    });
  });

  it('keep only a phone that a message can be sent to', () => {
    const theirs = {
      externalId: '1',
      name: '王小明',
      gender: 'unknown' as const,
      birthDate: '1980-05-06',
      identity: null,
      phone: '+86 138 0000 1234',
      address: '',
      cardNumber: '含中文',
      isDeceased: false,
    };
    expect(sidesOfTheirs(theirs)).toMatchObject({
      phone: '13800001234',
      cardNumber: '',
      gender: '',
    });
    expect(sidesOfTheirs({ ...theirs, phone: '010-65551234' }).phone).toBe('');
  });
});
