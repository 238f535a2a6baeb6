import type { IMidwayContainer } from '@midwayjs/core';
import type { PgBoss } from 'pg-boss';
import { UnitOfWork, KernelContext, type RecurringJob } from '../kernel';
import { Metrics } from '../kernel/metrics';
import { jobs, subscriptions } from '../modules';
import { createBoss, workQueues } from './queue';
import { relayOnce } from './relay';

const relayEveryMs = 300;
const idleCapMs = 30_000;

/** The loops of a worker process: outbox relay, queues, and the modules' recurring jobs. */
export class Worker {
  private isStopping = false;
  private readonly loops: Promise<void>[] = [];
  private readonly jobs: RecurringJob[] = [];
  private boss: PgBoss | undefined;

  constructor(private readonly container: IMidwayContainer) {}

  async start(): Promise<void> {
    const kernel = await this.container.getAsync(KernelContext);
    const unitOfWork = await this.container.getAsync(UnitOfWork);
    const boss = createBoss(kernel.config.DATABASE_DIRECT_URL ?? kernel.config.DATABASE_URL, {
      migrate: false,
    });
    boss.on('error', (error: Error) => kernel.logger.warn({ error: error.message }, 'queue'));
    await boss.start();
    this.boss = boss;
    await workQueues(boss, subscriptions, ({ handler }) => this.container.getAsync(handler));
    this.loop('outbox-relay', relayEveryMs, () => relayOnce(unitOfWork, boss, subscriptions));
    for (const definition of jobs) {
      const job = await this.container.getAsync<RecurringJob>(definition.job);
      this.jobs.push(job);
      this.loop(definition.name, definition.everySeconds * 1000, () => job.run(kernel.clock));
    }
  }

  /** Lets running rounds end, then stops. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.boss?.stop({ graceful: true, timeout: 5_000 });
    await Promise.all(this.loops);
    // What cannot be given back now is free again when its time is over.
    await Promise.allSettled(this.jobs.map(async (job) => job.stop?.()));
  }

  /** Rounds follow at once while there is work; a failing one pauses longer each time. */
  private loop(name: string, pauseMs: number, round: () => Promise<number>): void {
    const run = async () => {
      const kernel = await this.container.getAsync(KernelContext);
      const metrics = await this.container.getAsync(Metrics);
      let failures = 0;
      while (!this.isStopping) {
        let pause = pauseMs;
        try {
          const done = await round();
          failures = 0;
          if (done > 0) pause = 0;
          metrics.jobRuns.inc({ job: name, outcome: 'ok' });
        } catch (error) {
          failures += 1;
          pause = Math.min(pauseMs * 2 ** failures, idleCapMs);
          metrics.jobRuns.inc({ job: name, outcome: 'failed' });
          kernel.logger.warn(
            { job: name, failures, error: (error as Error).message },
            'job failed',
          );
        }
        await this.sleep(pause);
      }
    };
    this.loops.push(run());
  }

  private async sleep(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0 && !this.isStopping; left -= 200) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, 200)));
    }
  }
}
