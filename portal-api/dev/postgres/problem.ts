/** Something the person at the terminal can put right: shown as one line, without a stack. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
