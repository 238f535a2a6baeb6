import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const portalApi = resolve(__dirname, '../..');

export interface ProgramOptions {
  /** Of node, from portal-api. */
  args: string[];
  env: Record<string, string>;
  /** What it prints once it is ready. */
  sign: string;
  /** Default: its complaints are the caller's. */
  stderr?: 'inherit' | 'ignore';
}

/** Starts a program and waits until it says that it is ready. */
export async function startProgram(options: ProgramOptions): Promise<ChildProcess> {
  const { args, env, sign, stderr = 'inherit' } = options;
  const child = spawn(process.execPath, args, {
    cwd: portalApi,
    env,
    stdio: ['ignore', 'pipe', stderr],
  });
  await new Promise<void>((ready, failed) => {
    child.stdout.on('data', (chunk: Buffer) => chunk.includes(sign) && ready());
    child.once('exit', (code) => failed(new Error(`${args.join(' ')} ended with ${code}`)));
  });
  return child;
}

export async function stopProgram(
  child: ChildProcess,
  signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM',
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
