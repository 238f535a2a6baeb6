import type { Grammar } from './grammar';

/** How bytes become text: hexadecimal escapes hold bytes of the message's own character set. */
export type DecodeBytes = (bytes: Buffer) => string | null;

/** A value as it may stand between separators. */
export function escapeValue(value: string, grammar: Grammar): string {
  let text = '';
  for (const character of value) text += escapeCharacter(character, grammar);
  return text;
}

function escapeCharacter(character: string, grammar: Grammar): string {
  const wrap = (code: string) => grammar.escape + code + grammar.escape;
  switch (character) {
    case grammar.escape:
      return wrap('E');
    case grammar.field:
      return wrap('F');
    case grammar.component:
      return wrap('S');
    case grammar.subcomponent:
      return wrap('T');
    case grammar.repetition:
      return wrap('R');
    case '\n':
      return wrap('.br');
    case '\r':
      return wrap('X0D');
    case '\0':
      return ''; // Never meant, and taken for another encoding.
    default:
      // Control characters frame messages; inside a value they would end it.
      return character < ' ' && character !== '\t'
        ? wrap(`X${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
        : character;
  }
}

/** What was meant. An escape that is none (a lone backslash, an unknown code) stays as it stands. */
export function unescapeValue(value: string, grammar: Grammar, decode: DecodeBytes): string {
  const { escape } = grammar;
  let start = value.indexOf(escape);
  if (start === -1) return value;
  let text = value.slice(0, start);
  while (start !== -1) {
    const end = value.indexOf(escape, start + 1);
    const meant = end === -1 ? null : meaningOf(value.slice(start + 1, end), grammar, decode);
    const taken = meant === null ? start + 1 : end + 1;
    text += meant ?? escape;
    start = value.indexOf(escape, taken);
    text += value.slice(taken, start === -1 ? undefined : start);
  }
  return text;
}

function meaningOf(code: string, grammar: Grammar, decode: DecodeBytes): string | null {
  switch (code) {
    case 'F':
      return grammar.field;
    case 'S':
      return grammar.component;
    case 'T':
      return grammar.subcomponent;
    case 'R':
      return grammar.repetition;
    case 'E':
      return grammar.escape;
    case 'H':
    case 'N':
      return ''; // Highlighting begins and ends.
    default:
      return hexMeaning(code, decode) ?? formatMeaning(code);
  }
}

function hexMeaning(code: string, decode: DecodeBytes): string | null {
  const digits = /^X((?:[0-9A-Fa-f]{2})+)$/.exec(code)?.[1];
  return digits === undefined ? null : decode(Buffer.from(digits, 'hex'));
}

/** Formatted text (FT): line breaks stay, layout is ours. */
function formatMeaning(code: string): string | null {
  const lines = /^\.(br|sp|ce)\+?(\d{0,2})$/.exec(code);
  if (lines) return '\n'.repeat(lines[1] === 'sp' ? Math.max(1, Number(lines[2])) : 1);
  if (/^\.sk\+?\d{0,2}$/.test(code)) return ' ';
  return /^\.(in|ti|fi|nf)[+-]?\d{0,3}$/.test(code) ? '' : null;
}
