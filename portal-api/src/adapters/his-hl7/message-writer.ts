import { escapeValue } from './escapes';
import { encodingCharacters, type Grammar, standardGrammar } from './grammar';

/** A value; its components; components of subcomponents; or `repeat(…)` of any of them. */
export type FieldValue = string | readonly (string | readonly string[])[] | Repeated;

interface Repeated {
  repetitions: readonly (string | readonly (string | readonly string[])[])[];
}

export function repeat(...repetitions: Repeated['repetitions']): Repeated {
  return { repetitions };
}

/** Fields by number, so that a line reads like the standard's table. */
export type FieldValues = Record<number, FieldValue>;

export function writeSegment(
  name: string,
  values: FieldValues,
  grammar: Grammar = standardGrammar,
): string {
  const last = Math.max(0, ...Object.keys(values).map(Number));
  const fields = Array.from({ length: last + 1 }, (_, number) =>
    number === 0 ? name : writeField(values[number] ?? '', grammar),
  );
  if (name !== 'MSH') return fields.join(grammar.field);
  return `MSH${grammar.field}${encodingCharacters(grammar)}${grammar.field}${fields.slice(3).join(grammar.field)}`;
}

/** Segments end with a carriage return, the last one too. */
export function writeMessage(segments: readonly string[]): string {
  return segments.map((segment) => `${segment}\r`).join('');
}

function writeField(value: FieldValue, grammar: Grammar): string {
  if (typeof value !== 'string' && 'repetitions' in value) {
    return value.repetitions.map((each) => writeRepetition(each, grammar)).join(grammar.repetition);
  }
  return writeRepetition(value, grammar);
}

function writeRepetition(
  value: string | readonly (string | readonly string[])[],
  grammar: Grammar,
): string {
  if (typeof value === 'string') return escapeValue(value, grammar);
  const components = value.map((component) =>
    typeof component === 'string'
      ? escapeValue(component, grammar)
      : component.map((each) => escapeValue(each, grammar)).join(grammar.subcomponent),
  );
  while (components.length > 1 && components.at(-1) === '') components.pop();
  return components.join(grammar.component);
}
