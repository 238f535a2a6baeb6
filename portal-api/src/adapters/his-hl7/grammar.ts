/** The characters that hold a message together; every message brings its own in MSH-1 and MSH-2. */
export interface Grammar {
  field: string;
  component: string;
  repetition: string;
  escape: string;
  subcomponent: string;
}

export const standardGrammar: Grammar = {
  field: '|',
  component: '^',
  repetition: '~',
  escape: '\\',
  subcomponent: '&',
};

/**
 * @param header the first segment
 * @returns null when it is no header: too short, or separators that cannot separate
 */
export function grammarOf(header: string): Grammar | null {
  const field = header[3];
  if (!header.startsWith('MSH') || field === undefined || /[A-Za-z0-9\s]/.test(field)) return null;
  const declared = header.slice(4, header.indexOf(field, 4) >>> 0);
  // Files that went through a programmer's hands carry `^~\\&`: the escape character, escaped.
  const characters = [...new Set(declared)];
  if (characters.length < 2 || characters.some((each) => /[A-Za-z0-9\s]/.test(each))) return null;
  const [component = '^', repetition = '~', escape = '\\', subcomponent = '&'] = characters;
  return { field, component, repetition, escape, subcomponent };
}

/** MSH-2 as it is written. */
export function encodingCharacters(grammar: Grammar): string {
  return grammar.component + grammar.repetition + grammar.escape + grammar.subcomponent;
}
