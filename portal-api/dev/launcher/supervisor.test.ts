import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testFolder } from '../../test/support/folders';
import { isAlive, waitUntil } from '../postgres';
import { terminalReporter } from './reporter';
import { Supervisor, type Part } from './supervisor';

let folder: string;
let said: string[];
let spawned: number;
let supervisor: Supervisor;

beforeEach(() => {
  folder = testFolder();
  said = [];
  spawned = 0;
  supervisor = new Supervisor({
    root: folder,
    logs: path.join(folder, 'logs'),
    reporter: terminalReporter((text) => said.push(text)),
    onGivenUp: (line) => said.push(line),
    onSpawn: () => (spawned += 1),
  });
});
afterEach(async () => {
  await supervisor.stopAll();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A program that runs until it is told to end; `onTerm` is what it does then. */
function aPart(name: string, onTerm = 'process.exit(0)'): Part {
  const file = path.join(folder, `${name}.ready`);
  const script = `
    process.on('SIGTERM', () => { ${onTerm} });
    setInterval(() => undefined, 1000);
    require('fs').writeFileSync(${JSON.stringify(file)}, '');`;
  return {
    name,
    args: ['-e', script],
    env: { PATH: process.env.PATH ?? '' },
    ready: () => Promise.resolve(fs.existsSync(file)),
  };
}

describe('what it keeps running', () => {
  it('is started again when it dies, and that is said', async () => {
    await supervisor.start(aPart('simulators'));
    const first = supervisor.pid('simulators') ?? 0;
    process.kill(first, 'SIGKILL');
    const isBack = (): boolean => ![first, undefined].includes(supervisor.pid('simulators'));
    expect(await waitUntil(() => spawned === 2 && isBack(), 10_000)).toBe(true);
    expect(said).toEqual(['! simulators ended (SIGKILL), starting it again\n']);
  });

  it('may die while the rest is being stopped: nothing is started again, nothing is said', async () => {
    await supervisor.start(aPart('simulators'));
    const simulators = supervisor.pid('simulators') ?? 0;
    // Started last, so stopped first; it takes the other one along and is in no hurry.
    const slow = `process.kill(${simulators}, 'SIGKILL'); setTimeout(() => process.exit(0), 1500);`;
    await supervisor.start(aPart('worker', slow));
    const stopping = supervisor.stopAll();
    expect(await waitUntil(() => !isAlive(simulators), 5_000)).toBe(true);
    await stopping;
    expect(spawned).toBe(2);
    expect(said).toEqual([]);
  });

  it('stays down when a restart meets the end', async () => {
    const slow = 'setTimeout(() => process.exit(0), 500)';
    await supervisor.start(aPart('api', slow));
    const restarting = supervisor.restart('api');
    await supervisor.stopAll();
    await restarting;
    await supervisor.restart('api');
    expect(spawned).toBe(1);
    expect(supervisor.pids()).toEqual({});
  });
});
