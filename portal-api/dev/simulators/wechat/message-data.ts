/** WeChat's rules for the values of subscribe messages, by the type in the field's name. */
const RULES: Record<string, (value: string) => boolean> = {
  thing: (value) => length(value) <= 20,
  number: (value) => /^-?\d+(\.\d+)?$/.test(value) && length(value) <= 32,
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  symbol: (value) => length(value) <= 5,
  character_string: (value) => /^[\x21-\x7e]{1,32}$/.test(value),
  time: (value) => /\d/.test(value) && length(value) <= 40,
  date: (value) => /\d{4}(-|年)/.test(value) && length(value) <= 40,
  amount: (value) => /^[¥￥$]?\d{1,10}(\.\d+)?元?$/.test(value),
  phone_number: (value) => /^[\d+\-\s]{1,17}$/.test(value),
  name: (value) => length(value) <= (/^[A-Za-z ]+$/.test(value) ? 20 : 10),
  phrase: (value) => /^\p{Script=Han}{1,5}$/u.test(value),
  enum: () => true,
};

/** The first field WeChat would refuse with 47003, or `undefined` when all are good. */
export function refusedField(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return 'data';
  for (const [field, entry] of Object.entries(data)) {
    const value = (entry as { value?: unknown } | null)?.value;
    const rule = RULES[field.replace(/\d+$/, '')];
    const isGood = typeof value === 'string' && value !== '' && !/[\r\n]/.test(value);
    if (!isGood || !rule?.(value)) return `data.${field}.value`;
  }
  return undefined;
}

function length(value: string): number {
  return [...value].length;
}
