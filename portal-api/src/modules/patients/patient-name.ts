/** Names as they are searched. */
import { pinyin } from 'pinyin-pro';

/** What stands between the letters of a name and is typed or left out at will. */
const separators = /[\s·・．.'’-]+/g;

/** Without separators, latin letters small: 阿卜杜·买买提 and 阿卜杜买买提 are one name. */
export function plainName(name: string): string {
  return name.replace(separators, '').toLowerCase();
}

/** Every letter and every pair of neighbours, for the GIN index: any part of a name is found by it. */
export function nameGrams(name: string): string[] {
  const letters = Array.from(plainName(name));
  return [...new Set([...letters, ...pairsOf(letters)])];
}

/** What a name must hold to contain `part`: its pairs, or the letter itself when there is only one. */
export function gramsWanted(part: string): string[] {
  const letters = Array.from(plainName(part));
  return letters.length === 1 ? letters : [...new Set(pairsOf(letters))];
}

function pairsOf(letters: readonly string[]): string[] {
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}

/** 王小明 → wxm, with the reading that a letter has as a surname (单 → s); latin names stay as they are. */
export function pinyinInitials(name: string): string {
  const plain = plainName(name);
  const initials = pinyin(plain, {
    pattern: 'first',
    toneType: 'none',
    type: 'array',
    surname: 'head',
  });
  return initials
    .join('')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}

/** Whether two spellings are the same name. */
export function isSameName(one: string, other: string): boolean {
  return plainName(one) === plainName(other);
}
