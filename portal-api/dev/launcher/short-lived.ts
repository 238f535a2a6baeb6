import { spawn, type ChildProcess } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

const running = new Set<ChildProcess>();

/** When a start is broken off, its builds and tasks must not go on behind its back. */
export function abortShortLived(): void {
  for (const child of running) child.kill('SIGKILL');
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
}

/** Runs a Node program to its end and collects what it says. */
export function runNode(
  root: string,
  args: string[],
  env: NodeJS.ProcessEnv | Record<string, string>,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      const output = stripVTControlCharacters(Buffer.concat(chunks).toString());
      resolve({ code, signal, output });
    });
  });
}

export function tail(output: string, lines: number): string {
  return output.trim().split('\n').slice(-lines).join('\n');
}
