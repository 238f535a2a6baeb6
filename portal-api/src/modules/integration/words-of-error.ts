/**
 * What went wrong with a system, for the board. Adapters speak Chinese where they know what it was; of
 * everything else only its kind is told, since what it says may hold what was sent.
 */
export function wordsOfError(error: unknown): string {
  const { message, code, name } = error as { message?: string; code?: string; name?: string };
  if (typeof message === 'string' && /^[\u4e00-\u9fff]/.test(message)) return message.slice(0, 200);
  return `系统没有应答（${String(code ?? name ?? 'Error').slice(0, 40)}）`;
}
