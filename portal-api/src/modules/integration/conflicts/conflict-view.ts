/** A conflict as it is shown. Pure. */
import {
  maskIdentityNumber,
  maskName,
  maskPhone,
  type ConflictState,
  type InboundKind,
  type ResponseOf,
} from '@suizhen/contract';
import type { ContestedField } from '../agreement/conflict-store';

export type ConflictAnswer = ResponseOf<'getSyncConflict'>;

export interface ConflictRow extends Record<string, unknown> {
  id: string;
  system_id: string;
  system_name: string;
  kind: InboundKind;
  dedupe_key: string;
  internal_id: string | null;
  patient_id: string | null;
  title: string;
  fields_cipher: string;
  state: ConflictState;
  raised_at: Date;
  decided_at: Date | null;
  decider: string | null;
  note: string;
  version: number;
}

/** @param tail `where …`, over the aliases `c` and `s` */
export const selectConflicts = (tail: string) => `
  select c.id, c.system_id, s.name as system_name, c.kind, c.dedupe_key, c.internal_id, c.patient_id, c.title,
    c.fields_cipher, c.state, c.raised_at, c.decided_at, st.name as decider, c.note, c.version
  from sync_conflict c join external_system s on s.id = c.system_id
  left join staff st on st.id = c.decided_by ${tail}`;

export function presentConflict(
  row: ConflictRow,
  fields: readonly ContestedField[],
  seesClear: boolean,
): ConflictAnswer {
  return {
    id: row.id,
    systemId: row.system_id,
    systemName: row.system_name,
    kind: row.kind,
    patientId: row.patient_id,
    title: row.title,
    fields: fields.map((field) => presentField(field, seesClear)),
    state: row.state,
    raisedAt: row.raised_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy: row.decider,
    note: row.note,
    version: row.version,
  };
}

function presentField({ name, title, ours, theirs }: ContestedField, seesClear: boolean) {
  const [left, right] = [wordsOf(name, ours, seesClear), wordsOf(name, theirs, seesClear)];
  // Whoever sees only the ends must not take two numbers for one.
  const isHidden = left === right && ours !== theirs;
  return { name, title, ours: left, theirs: isHidden ? `${right}（隐藏部分不同）` : right };
}

const genderWords: Record<string, string> = { male: '男', female: '女', other: '其他' };
const documentWords: Record<string, string> = {
  'resident-id': '居民身份证',
  passport: '护照',
  'hk-macao-permit': '港澳居民来往内地通行证',
  'taiwan-permit': '台湾居民来往大陆通行证',
};

function wordsOf(name: string, value: string, seesClear: boolean): string {
  if (value === '') return '（空）';
  switch (name) {
    case 'gender':
      return genderWords[value] ?? value;
    case 'identity': {
      const [type = '', number = ''] = value.split(':');
      const shown = seesClear ? number : maskIdentityNumber(number);
      return `${documentWords[type] ?? '证件'} ${shown}`;
    }
    case 'name':
      return seesClear ? value : maskName(value);
    case 'phone':
      return seesClear ? value : maskPhone(value);
    case 'cardNumber':
      return seesClear ? value : maskIdentityNumber(value);
    case 'birthDate':
      return seesClear ? value : `${value.slice(0, 4)}-**-**`;
    case 'address':
      return seesClear ? value : `${Array.from(value).slice(0, 6).join('')}****`;
    default:
      return value;
  }
}
