import fs from 'node:fs';

/**
 * Processes whose command line holds `marker`. A zombie has an empty command line, so one that a
 * crash left behind in a container without a reaping pid 1 does not count as alive.
 * Undefined where there is no /proc to look into (macOS, Windows).
 */
export function processesMarked(marker: string): number[] | undefined {
  if (!fs.existsSync('/proc/self/cmdline')) return undefined;
  return fs
    .readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => pid !== process.pid && commandLine(pid).includes(marker));
}

export function commandLine(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/**
 * By the state the kernel keeps, since a command line is empty also while a process is only just
 * becoming its program: between the end of its spawn and its first instruction.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return fs.existsSync('/proc/self/stat') ? !['', 'Z', 'X'].includes(stateOf(pid)) : true;
}

/** proc(5): the letter after the name in brackets, which may itself hold brackets. */
function stateOf(pid: number): string {
  try {
    return /^.*\) (\S)/s.exec(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Looks every `everyMs` until `done` says so; false when `withinMs` passed first. */
export async function waitUntil(
  done: () => boolean | Promise<boolean>,
  withinMs: number,
  everyMs = 50,
): Promise<boolean> {
  const end = performance.now() + withinMs;
  for (;;) {
    if (await done()) return true;
    if (performance.now() > end) return false;
    await sleep(everyMs);
  }
}
