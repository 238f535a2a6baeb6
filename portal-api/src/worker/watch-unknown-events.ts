import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, KernelContext, knownEvents, type RecurringJob } from '../kernel';
import { realTime } from '../kernel/clock';

/** Said once an hour for each event: an update takes minutes, a forgotten worker should be heard of. */
const saidEveryMs = 3_600_000;

/** Tells of events that wait for a newer worker than this one. They stay where they are. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class WatchUnknownEvents implements RecurringJob {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;

  private readonly saidAt = new Map<string, number>();

  async run(): Promise<number> {
    const rows = await this.database.query<{ event: string; waiting: number; oldest: Date }>(
      `select event, count(*)::int as waiting, min(created_at) as oldest from outbox
        where processed_at is null and event <> all($1) group by event`,
      [knownEvents],
    );
    const now = realTime.now().getTime();
    for (const { event, waiting, oldest } of rows) {
      if (now - (this.saidAt.get(event) ?? -Infinity) < saidEveryMs) continue;
      this.saidAt.set(event, now);
      this.kernelContext.logger.warn(
        { event, waiting, oldest: oldest.toISOString() },
        'events of a newer program wait: update this worker',
      );
    }
    return 0;
  }
}
