/**
 * When to try again after a number of failed attempts, in seconds; null: give up.
 * A code is of use for minutes, a message about an appointment for half a day.
 */
export function retryDelaySeconds(kind: string, attempts: number): number | null {
  const isCode = kind === 'code';
  if (attempts >= (isCode ? 5 : 12)) return null;
  return Math.min(2 ** attempts, isCode ? 30 : 3_600);
}
