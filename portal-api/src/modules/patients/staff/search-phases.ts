/**
 * What a search text means, as conditions over `patient p` that an index answers each.
 * A search walks its phases one after the other: the likeliest finds come first, and every page goes
 * on where the one before ended.
 */
import type { Secrets } from '../../../kernel';
import { gramsWanted, plainName } from '../patient-name';
import { anyIdentityIndexOf, phoneIndexOf, phoneTailIndexOf } from '../patient-secrets';

/** Adds a parameter and gives its place, `$3`. */
type Bind = (value: unknown) => string;

export interface SearchPhase {
  /** `name` and `initials` run along their btree, so the first page of 王 reads a page of 王. */
  order: 'name' | 'initials' | 'id' | 'newest';
  /** A whole number that only its owner can tell. */
  isExact: boolean;
  condition(bind: Bind): string;
}

/** No phase at all: a text that can name nobody. */
export function searchPhases(text: string, secrets: Secrets): SearchPhase[] {
  const typed = text.trim();
  if (typed === '') return [{ order: 'newest', isExact: false, condition: () => 'true' }];
  if (/\p{Script=Han}/u.test(typed)) return byName(typed);
  const code = typed.replace(/\s+/g, '');
  if (/^\d{4}$/.test(code)) return byPhoneTail(code, secrets);
  if (/^1[3-9]\d{9}$/.test(code)) return byPhone(code, secrets);
  if (/^[A-Za-z·.'’-]+$/.test(code)) return [...byInitials(code), byCardPrefix(code)];
  if (/^[A-Za-z0-9-]+$/.test(code)) return byNumber(code, secrets);
  return [];
}

/** First whose name begins so, then who has it anywhere in the name. */
function byName(typed: string): SearchPhase[] {
  const prefix = `${escapeLike(typed)}%`;
  return [
    { order: 'name', isExact: false, condition: (bind) => `p.name like ${bind(prefix)}` },
    {
      order: 'id',
      isExact: false,
      condition: (bind) =>
        `p.name_grams @> ${bind(gramsWanted(typed))}::text[] and p.name not like ${bind(prefix)}`,
    },
  ];
}

function byPhoneTail(tail: string, secrets: Secrets): SearchPhase[] {
  const index = phoneTailIndexOf(secrets, tail);
  return [
    { order: 'id', isExact: false, condition: (bind) => `p.phone_tail_index = ${bind(index)}` },
  ];
}

function byPhone(phone: string, secrets: Secrets): SearchPhase[] {
  const index = phoneIndexOf(secrets, phone);
  return [{ order: 'id', isExact: true, condition: (bind) => `p.phone_index = ${bind(index)}` }];
}

function byInitials(code: string): SearchPhase[] {
  const prefix = `${plainName(code)}%`;
  return [
    {
      order: 'initials',
      isExact: false,
      condition: (bind) => `p.pinyin_initials like ${bind(prefix)}`,
    },
  ];
}

/** A document of any kind or a whole card number; then cards that begin so. */
function byNumber(code: string, secrets: Secrets): SearchPhase[] {
  const documents = anyIdentityIndexOf(secrets, code);
  return [
    {
      order: 'id',
      isExact: true,
      condition: (bind) =>
        `(p.identity_index = any(${bind(documents)}) or (p.card_number = ${bind(code)} and p.card_number <> ''))`,
    },
    byCardPrefix(code),
  ];
}

function byCardPrefix(code: string): SearchPhase {
  return {
    order: 'id',
    isExact: false,
    condition: (bind) =>
      `p.card_number like ${bind(`${escapeLike(code)}%`)} and p.card_number <> ${bind(code)} and p.card_number <> ''`,
  };
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
