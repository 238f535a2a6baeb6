import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Client } from 'pg';
import { KernelContext } from '../../../kernel';
import { boardChannel } from '../queue/queues';

const againAfterMs = 1_000;

/**
 * Hears, on a connection of its own, that something changed in a branch. Only a hint: whoever needs the
 * truth reads it anyway, so a hint that is lost, or a database that restarts, costs a moment.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class BoardHints {
  @Inject()
  kernelContext: KernelContext;

  private client: Client | undefined;
  private onHint: ((branchId: string) => void) | undefined;
  private again: NodeJS.Timeout | undefined;

  start(onHint: (branchId: string) => void): void {
    if (this.onHint) return;
    this.onHint = onHint;
    void this.connect();
  }

  stop(): void {
    this.onHint = undefined;
    clearTimeout(this.again);
    const client = this.client;
    this.client = undefined;
    client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const { config } = this.kernelContext;
    const client = new Client({
      connectionString: config.DATABASE_DIRECT_URL ?? config.DATABASE_URL,
      application_name: 'suizhen-board',
      connectionTimeoutMillis: 4_000,
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', ({ payload }) => this.onHint?.(payload ?? ''));
    client.on('error', () => undefined);
    client.once('end', () => this.lost(client));
    try {
      await client.connect();
      await client.query(`listen ${boardChannel}`);
    } catch {
      client.end().catch(() => undefined);
      this.lost(client);
    }
  }

  private lost(client: Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    if (!this.onHint) return;
    this.again = setTimeout(() => void this.connect(), againAfterMs);
    this.again.unref();
  }
}
