import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { OperationId } from '@suizhen/contract';
import { Pool } from 'pg';
import { moveClockTo } from '../dev/launcher/local-clock';
import { sleep, waitUntil } from '../dev/postgres';
import { startSimulators, type Simulators } from '../dev/simulators/start';
import { newId, Secrets } from '../src/kernel';
import type { TestApp } from '../test/support/app';
import { call, type Answer, type CallOptions } from '../test/support/call';
import { nextTime } from '../test/support/hospital-time';
import { startProgram, stopProgram } from '../test/support/programs';
import { TcpFaultProxy } from './chaos/tcp-fault-proxy';
import { must } from './proof';
import type { Stage } from './stage';

export interface SceneOptions {
  stage: Stage;
  apis: number;
  workers: number;
  /** A fault proxy between the product and PostgreSQL. */
  hasProxy?: boolean;
  /** Where a Redis answers. */
  redisUrl?: string;
}

const dataKeys = `p1:${'ab'.repeat(32)}`;
const indexKey = 'cd'.repeat(32);
/** The processes look at the shared offset twice a second. */
const clockFollowsMs = 800;

interface Part {
  role: 'web' | 'worker';
  port: number;
  child: ChildProcess | undefined;
}

/** A product of its own for one proof: database, simulators, API and worker processes, its clock. */
export class Scene {
  readonly secrets = new Secrets(dataKeys, indexKey);
  private readonly parts: Part[] = [];
  private offsetMs = 0;
  private environment: Record<string, string> = {};

  private constructor(
    readonly stage: Stage,
    readonly database: string,
    readonly sql: Pool,
    readonly simulators: Simulators,
    readonly proxy: TcpFaultProxy | undefined,
  ) {}

  static async open(name: string, options: SceneOptions): Promise<Scene> {
    const { stage } = options;
    const database = `prove_${name}`;
    await stage.createDatabase(database);
    const sql = new Pool({ connectionString: stage.url('suizhen', database), max: 4 });
    sql.on('error', () => undefined);
    const dir = path.join(stage.folder, `simulators-${name}`);
    mkdirSync(dir, { recursive: true });
    const simulators = await startSimulators({ dir, refundDelayMs: 0, retryScheduleMs: [] });
    const proxy = options.hasProxy ? await TcpFaultProxy.start(stage.port) : undefined;
    const scene = new Scene(stage, database, sql, simulators, proxy);
    try {
      await scene.startAll(options);
    } catch (error) {
      await scene.close();
      throw error;
    }
    return scene;
  }

  private async startAll({ apis, workers, redisUrl }: SceneOptions): Promise<void> {
    await moveClockTo(this.stage.url('suizhen', this.database), nextTime('Tue 09:00', new Date()));
    await this.readClock();
    for (const [i, port] of this.stage.portsOf(apis + workers).entries()) {
      this.parts.push({ role: i < apis ? 'web' : 'worker', port, child: undefined });
    }
    this.environment = this.environmentOf(redisUrl);
    const started = await Promise.allSettled(this.parts.map((part) => this.startPart(part)));
    const failed = started.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    this.simulators.pointTo(this.url(0));
  }

  private environmentOf(redisUrl: string | undefined): Record<string, string> {
    const url = new URL(this.stage.url('suizhen_app', this.database));
    if (this.proxy) url.port = String(this.proxy.port);
    return {
      ...Object.fromEntries(
        Object.entries(process.env).filter(
          (entry): entry is [string, string] =>
            entry[1] !== undefined && !/^(NODE_OPTIONS|REDIS_URL)$/.test(entry[0]),
        ),
      ),
      ...this.simulators.environment(this.parts[0]?.port ?? 9),
      NODE_ENV: 'production',
      LOCAL_MODE: '1',
      HOST: '127.0.0.1',
      DATABASE_URL: url.href,
      DATA_KEYS: dataKeys,
      INDEX_KEY: indexKey,
      LOG_LEVEL: process.env.PROVE_LOG_LEVEL ?? 'silent',
      RATE_LIMIT_FACTOR: '1000000',
      ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
    };
  }

  private async startPart(part: Part): Promise<void> {
    part.child = await startProgram({
      args: ['dist/src/main.js'],
      env: {
        ...this.environment,
        ROLE: part.role,
        PORT: String(part.role === 'web' ? part.port : 0),
      },
      sign: 'ready role=',
      stderr: process.env.PROVE_LOG_LEVEL ? 'inherit' : 'ignore',
    });
    if (process.env.PROVE_LOG_LEVEL) part.child.stdout?.pipe(process.stderr);
  }

  private of(role: Part['role']): Part[] {
    return this.parts.filter((part) => part.role === role);
  }

  get apis(): number {
    return this.of('web').length;
  }

  /** The nth API process, counted round. */
  url(n: number): string {
    const web = this.of('web');
    return `http://127.0.0.1:${web[n % web.length]!.port}`;
  }

  call<K extends OperationId>(n: number, id: K, options: CallOptions = {}): Promise<Answer<K>> {
    return call(this.url(n), id, { timeoutMs: 30_000, ...options });
  }

  /** What the tests' fixtures need of an application. */
  get app(): TestApp {
    return {
      sql: this.sql,
      clock: { now: () => this.now() },
      newId: () => newId(this.now()),
      get: async () => ({ secrets: this.secrets }),
      call: <K extends OperationId>(id: K, options?: CallOptions) => this.call(0, id, options),
    } as unknown as TestApp;
  }

  /** The hospital's time. */
  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  /** Moves the hospital's clock and waits until every process has seen it. */
  async advance(minutes: number): Promise<void> {
    await this.sql.query(`update local_clock set offset_ms = offset_ms + $1`, [minutes * 60_000]);
    await this.readClock();
    await sleep(clockFollowsMs);
  }

  private async readClock(): Promise<void> {
    const { rows } = await this.sql.query<{ offset_ms: string }>(
      `select offset_ms from local_clock`,
    );
    this.offsetMs = Number(rows[0]!.offset_ms);
  }

  /** kill -9 of the nth process of a role, and its start as a supervisor would do it. */
  async kill(role: Part['role'], n: number): Promise<void> {
    const parts = this.of(role);
    const part = parts[n % parts.length]!;
    if (!part.child) return;
    const { child } = part;
    part.child = undefined;
    await stopProgram(child, 'SIGKILL');
    // It does not start while its database is away: as a supervisor does, again and again.
    for (let tries = 1; ; tries++) {
      try {
        return await this.startPart(part);
      } catch (error) {
        if (tries === 30) throw error;
        await sleep(500);
      }
    }
  }

  /** @returns false when not every API process says within that time that it is ready */
  /** @throws BrokenInvariant with what each API said last */
  async requireReady(withinMs: number): Promise<void> {
    const answers: string[] = [];
    const isReady = await this.isReady(withinMs, answers);
    must(isReady, `not ready ${withinMs / 1_000} s after a kill`, { answers });
  }

  isReady(withinMs: number, last: string[] = []): Promise<boolean> {
    return waitUntil(
      async () => {
        const answers = await Promise.all(this.of('web').map(({ port }) => readiness(port)));
        last.splice(0, last.length, ...answers);
        return answers.every((answer) => answer === 'ready');
      },
      withinMs,
      100,
    );
  }

  async close(): Promise<void> {
    const children = this.parts.flatMap(({ child }) => child ?? []);
    await Promise.all(children.map((child) => stopProgram(child, 'SIGKILL')));
    await this.simulators.close();
    await this.proxy?.close();
    await this.sql.end();
    await this.stage.dropDatabase(this.database);
  }
}

async function readiness(port: number): Promise<string> {
  try {
    const signal = AbortSignal.timeout(3_000);
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal });
    return response.ok ? 'ready' : `${response.status} ${await response.text()}`;
  } catch (error) {
    return String((error as Error).cause ?? error);
  }
}
