import { messageOf, sleep, startPostgres, type PostgresServer } from '../postgres';
import type { DatabaseUrls } from './environment';
import type { Instance } from './instance';
import type { Reporter } from './reporter';
import { PORTS, type Ports } from './settings';

const ATTEMPTS = 5;
const CALM_MS = 60_000;

/** The PostgreSQL that comes along, started again whenever it dies. */
export class EmbeddedDatabase {
  private stopping = false;
  /** A start after a death, which must not outlive a stop. */
  private reviving: Promise<string | undefined> | undefined;

  private constructor(
    private server: PostgresServer,
    private readonly start: () => Promise<PostgresServer>,
  ) {}

  static async open(instance: Instance, ports: Ports): Promise<EmbeddedDatabase> {
    const options = {
      home: instance.postgresHome,
      port: ports.postgres,
      durable: !instance.isThrowAway,
      portVariable: PORTS.postgres.variable,
    };
    const start = (): Promise<PostgresServer> => startPostgres(options);
    return new EmbeddedDatabase(await start(), start);
  }

  get urls(): DatabaseUrls {
    return { url: this.server.url('suizhen_app'), ownerUrl: this.server.url('suizhen') };
  }

  get superuserUrl(): string {
    return this.server.url('postgres');
  }

  get pid(): number | undefined {
    return this.server.isRunning() ? this.server.pid : undefined;
  }

  get adopted(): boolean {
    return this.server.adopted;
  }

  async supervise(reporter: Reporter, onGivenUp: (line: string) => void): Promise<void> {
    let failures = 0;
    for (;;) {
      const began = performance.now();
      await this.server.ended;
      if (this.stopping) return;
      failures = performance.now() - began > CALM_MS ? 1 : failures + 1;
      reporter.line('! PostgreSQL ended, starting it again');
      this.reviving = this.revive(failures);
      const problem = await this.reviving;
      if (problem) {
        onGivenUp(problem);
        return;
      }
    }
  }

  /** From here on its end is nothing to repair, nor to speak of. */
  expectEnd(): void {
    this.stopping = true;
  }

  async stop(): Promise<void> {
    this.expectEnd();
    await this.reviving;
    await this.server.stop();
  }

  private async revive(failures: number): Promise<string | undefined> {
    if (failures > ATTEMPTS) return 'PostgreSQL does not stay up.';
    let problem = '';
    for (let attempt = 1; attempt <= ATTEMPTS && !this.stopping; attempt += 1) {
      try {
        this.server = await this.start();
        return undefined;
      } catch (error) {
        problem = messageOf(error);
        await sleep(300 * 2 ** attempt);
      }
    }
    return this.stopping ? undefined : problem;
  }
}
