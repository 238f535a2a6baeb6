import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { sleep } from '../postgres';
import type { Reporter } from './reporter';

export interface Part {
  name: string;
  /** Arguments for node itself. */
  args: string[];
  env: Record<string, string>;
  /** True once it does its work; asked again and again after each start. */
  ready: () => Promise<boolean>;
  /** How long it may take to become ready, and to stop. */
  readyWithinMs?: number;
  stopWithinMs?: number;
  /** Called with each piece of output, besides the log file. */
  onOutput?: (text: string) => void;
}

export interface SupervisorOptions {
  root: string;
  logs: string;
  reporter: Reporter;
  /** A part that does not stay up: everything must stop, with this line. */
  onGivenUp: (line: string) => void;
  /** A process was started, the first time or again. */
  onSpawn: () => void;
}

const FAILURES_ALLOWED = 5;
const FAILURE_WINDOW_MS = 60_000;
const LOG_LIMIT = 8 * 1024 * 1024;
const LEASH = path.join(__dirname, 'leash.cjs');

/** Keeps child processes running: whatever dies is started again, with growing pauses. */
export class Supervisor {
  private readonly running = new Map<string, SupervisedPart>();
  private closed = false;

  constructor(private readonly options: SupervisorOptions) {
    fs.mkdirSync(options.logs, { recursive: true });
  }

  async start(part: Part): Promise<void> {
    if (this.closed) throw new PartFailure(`${part.name} is not started: everything is stopping.`);
    const supervised = new SupervisedPart(part, this.options);
    this.running.set(part.name, supervised);
    await supervised.start();
  }

  async restart(name: string): Promise<void> {
    if (!this.closed) await this.running.get(name)?.restart();
  }

  pid(name: string): number | undefined {
    return this.running.get(name)?.pid;
  }

  pids(): Record<string, number> {
    const known = [...this.running].map(([name, part]) => [name, part.pid] as const);
    return Object.fromEntries(known.filter((entry): entry is [string, number] => !!entry[1]));
  }

  /** Last started, first stopped: nobody loses what they still need. */
  async stopAll(): Promise<void> {
    this.closed = true;
    const parts = [...this.running.values()].reverse();
    // All at once: one that ends while another is being stopped is not missed.
    for (const part of parts) part.expectEnd();
    for (const part of parts) await part.stop();
    this.running.clear();
  }
}

class SupervisedPart {
  private child: ChildProcess | undefined;
  private stopping = false;
  private restarting = false;
  /** Until the first start has succeeded a death is reported by it, not repaired. */
  private established = false;
  private failures: number[] = [];
  private tail = '';
  private readonly log: string;

  constructor(
    private readonly part: Part,
    private readonly options: SupervisorOptions,
  ) {
    this.log = path.join(options.logs, `${part.name}.log`);
  }

  get pid(): number | undefined {
    return this.child && isUp(this.child) ? this.child.pid : undefined;
  }

  async start(): Promise<void> {
    const child = this.spawn();
    const end = performance.now() + (this.part.readyWithinMs ?? 60_000);
    while (!(await this.part.ready())) {
      if (this.stopping) return;
      if (!isUp(child)) throw this.failed('ended');
      if (performance.now() > end) throw this.failed('did not become ready');
      await sleep(50);
    }
    this.established = true;
  }

  async restart(): Promise<void> {
    this.restarting = true;
    await this.end();
    this.failures = [];
    if (!this.stopping) this.spawn();
    this.restarting = false;
  }

  /** From here on its end is nothing to repair, nor to speak of. */
  expectEnd(): void {
    this.stopping = true;
  }

  async stop(): Promise<void> {
    this.expectEnd();
    await this.end();
  }

  private spawn(): ChildProcess {
    keepShort(this.log);
    const output = fs.createWriteStream(this.log, { flags: 'a', mode: 0o600 });
    const child = spawn(process.execPath, ['--require', LEASH, ...this.part.args], {
      cwd: this.options.root,
      env: this.part.env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A session of its own: Ctrl-C must reach the launcher alone, which stops in order.
      detached: true,
    });
    const take = (chunk: Buffer): void => {
      output.write(chunk);
      this.tail = (this.tail + chunk.toString()).slice(-4000);
      this.part.onOutput?.(chunk.toString());
    };
    this.tail = '';
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('close', () => output.end());
    child.once('exit', () => void this.onExit(child));
    child.once('error', () => undefined);
    this.child = child;
    this.options.onSpawn();
    return child;
  }

  private async onExit(child: ChildProcess): Promise<void> {
    if (!this.established || this.stopping || this.restarting || child !== this.child) return;
    const { reporter, onGivenUp } = this.options;
    const now = performance.now();
    this.failures = [...this.failures.filter((at) => now - at < FAILURE_WINDOW_MS), now];
    const how = child.signalCode ?? `code ${child.exitCode}`;
    if (this.failures.length >= FAILURES_ALLOWED) {
      onGivenUp(this.failed(`ended ${this.failures.length} times within a minute`).message);
      return;
    }
    reporter.line(`! ${this.part.name} ended (${how}), starting it again`);
    await sleep(200 * 2 ** this.failures.length);
    if (!this.stopping && child === this.child) this.spawn();
  }

  private failed(what: string): Error {
    const said = this.tail.trim().split('\n').slice(-20).join('\n');
    return new PartFailure(`${this.part.name} ${what}. Its log is ${this.log}\n${said}`);
  }

  private async end(): Promise<void> {
    const child = this.child;
    if (!child || !isUp(child)) return;
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
    });
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), this.part.stopWithinMs ?? 10_000);
    await ended;
    clearTimeout(patience);
  }
}

/** One older log is kept beside the present one; more would fill a disk. */
function keepShort(log: string): void {
  if (fs.existsSync(log) && fs.statSync(log).size > LOG_LIMIT) fs.renameSync(log, `${log}.old`);
}

const isUp = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

export class PartFailure extends Error {
  override readonly name = 'PartFailure';
}
