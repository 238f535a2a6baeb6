/** A statement whose parameters have names and types: `:slotId` in the text, `uuid` in the table. */
export interface NamedSql<P extends string> {
  text: string;
  values(parameters: Record<P, unknown>): unknown[];
}

/** Replaces each `:name` by `$n::type`. Done once per statement, not per call. */
export function namedSql<P extends string>(
  template: string,
  types: Record<P, string>,
): NamedSql<P> {
  const used: P[] = [];
  const text = template.replace(/(?<![:\w]):([a-zA-Z]\w*)/g, (_, word: string) => {
    const name = word as P;
    if (!(name in types)) throw new Error(`:${word} has no type`);
    if (!used.includes(name)) used.push(name);
    return `$${used.indexOf(name) + 1}::${types[name]}`;
  });
  return { text, values: (parameters) => used.map((name) => parameters[name]) };
}
