import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { isAlive, waitUntil } from './processes';

const started: ChildProcess[] = [];

function start(command: string, args: string[]): ChildProcess & { pid: number } {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child);
  if (child.pid === undefined) throw new Error(`${command} did not start`);
  return child as ChildProcess & { pid: number };
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

describe('a process', () => {
  test('is alive from the moment it was started, whatever it is called', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'suizhen-process-'));
    const named = path.join(folder, 'a) Z (b');
    fs.copyFileSync('/bin/sleep', named);
    for (let round = 0; round < 50; round += 1) {
      expect(isAlive(start(named, ['30']).pid)).toBe(true);
    }
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test('is dead once it has ended', async () => {
    const child = start('/bin/sleep', ['30']);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(isAlive(child.pid)).toBe(false);
  });

  test.skipIf(!fs.existsSync('/proc/self/stat'))(
    'is dead also while nobody has asked how it ended',
    async () => {
      // The shell becomes a sleep that never waits for the child it had.
      const parent = start('/bin/sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 30']);
      const told = await new Promise<string>((resolve) => {
        parent.stdout?.once('data', (data: Buffer) => resolve(data.toString()));
      });
      const child = Number(told);
      expect(await waitUntil(() => !isAlive(child), 5000)).toBe(true);
      expect(fs.existsSync(`/proc/${child}`)).toBe(true);
    },
  );
});
