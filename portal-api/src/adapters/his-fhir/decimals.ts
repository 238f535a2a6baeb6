/**
 * A laboratory that writes 5.10 measured two decimals, and JSON numbers forget the last. Every number under
 * the key `value` becomes the text it was written as. A key is the only place where an unescaped `"value"`
 * is followed by a colon, so nothing within a string is touched.
 */
export function decimalsAsWritten(json: string): string {
  return json.replace(
    /(?<!\\)"value"(\s*:\s*)(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=\s*[,}\]])/g,
    '"value"$1"$2"',
  );
}
