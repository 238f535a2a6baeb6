import { rmSync } from 'node:fs';
import { Client } from 'pg';
import { startPostgres, waitUntil, type PostgresServer } from '../dev/postgres';
import { migrate } from '../src/migrate';
import { testFolder } from '../test/support/folders';
import { claimPorts, type PortBlock } from '../test/support/port-block';

const template = 'prove_template';

/** One durable PostgreSQL for a whole run; every proof gets a migrated database of its own. */
export class Stage {
  /** Settles when no start after a kill is under way. */
  private restarted: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly folder: string,
    private postgres: PostgresServer,
    private readonly block: PortBlock,
  ) {}

  static async set(): Promise<Stage> {
    const folder = testFolder();
    // What is killed comes back on its port: nobody else may have taken it meanwhile.
    const block = await claimPorts(16);
    const port = block.ports[0]!;
    const postgres = await startPostgres({ home: folder, port, durable: true });
    const stage = new Stage(folder, postgres, block);
    try {
      await stage.admin(`create database ${template} owner suizhen`);
      await migrate(postgres.url('suizhen', template), 'suizhen_app');
    } catch (error) {
      await stage.close();
      throw error;
    }
    return stage;
  }

  get port(): number {
    return this.postgres.port;
  }

  /** For the processes of one scene; the next scene gets the same. */
  portsOf(count: number): number[] {
    return this.block.ports.slice(1, 1 + count);
  }

  url(role: 'postgres' | 'suizhen' | 'suizhen_app', database: string): string {
    return this.postgres.url(role, database);
  }

  async createDatabase(name: string): Promise<void> {
    await this.admin(`create database ${name} template ${template} owner suizhen`);
    await this.admin(`revoke connect, temporary on database ${name} from public`);
    await this.admin(`grant connect on database ${name} to suizhen_app`);
  }

  dropDatabase(name: string): Promise<void> {
    return this.admin(`drop database if exists ${name} with (force)`);
  }

  /**
   * kill -9 of the whole server, and its start as an operator's supervisor would do it.
   * @returns after how many milliseconds it takes connections again
   */
  killPostgres(): Promise<number> {
    const killing = this.restartPostgres();
    this.restarted = killing.catch(() => undefined);
    return killing;
  }

  private async restartPostgres(): Promise<number> {
    const started = performance.now();
    const { pid, port } = this.postgres;
    process.kill(pid, 'SIGKILL');
    await waitUntil(() => !this.postgres.isRunning(), 10_000);
    this.postgres = await startPostgres({ home: this.folder, port, durable: true });
    return performance.now() - started;
  }

  async admin(sql: string): Promise<void> {
    await this.restarted;
    const client = new Client({ connectionString: this.postgres.url('postgres', 'postgres') });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    await this.restarted;
    await this.postgres.stop();
    await this.block.release();
    // A process that was killed may still be closing its files; what went wrong before must be heard.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}
