import { Client, type ClientConfig } from 'pg';
import { patienceLeftMs } from './patience';

/**
 * A connection whose end never ends the process. The pool listens while a connection is idle, and whoever
 * took it listens as soon as the promise of it resolves; in between nobody does. PostgreSQL may say in one
 * packet that a statement is done and that it is going down: then the connection passes to the next in line
 * and breaks before that one had its turn. The statement that follows says so anyway.
 *
 * A statement waits no longer than the request that asks has patience left.
 */
export class SteadyClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
    const longestMs = this.patience.query_timeout;
    const query = this.query.bind(this) as (...given: unknown[]) => unknown;
    this.query = ((...given: unknown[]) => {
      const left = patienceLeftMs();
      // Read by pg while it takes the statement; its own option per statement does not pass through TypeORM.
      this.patience.query_timeout =
        left === undefined || !longestMs ? longestMs : Math.min(longestMs, left);
      return query(...given);
    }) as typeof this.query;
  }

  private get patience(): { query_timeout?: number | undefined } {
    return (this as unknown as { connectionParameters: { query_timeout?: number | undefined } })
      .connectionParameters;
  }
}
