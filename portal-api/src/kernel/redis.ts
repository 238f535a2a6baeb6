import { Provide, Scope, ScopeEnum, Inject, Init, Destroy } from '@midwayjs/core';
import { createClient, type RedisClientType } from 'redis';
import { KernelContext } from './kernel-context';

const pingEveryMs = 500;
const silentAfterMs = 1_000;

/** The optional Redis. Lost or flushed it slows things down and changes no result. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Redis {
  @Inject()
  kernelContext: KernelContext;

  /** Null without REDIS_URL. */
  client: RedisClientType | null = null;

  private watching: NodeJS.Timeout | undefined;
  private isAsking = false;
  private isClosed = false;

  @Init()
  async connect(): Promise<void> {
    const url = this.kernelContext.config.REDIS_URL;
    if (!url) return;
    const client: RedisClientType = createClient({
      url,
      // Commands fail at once while the connection is away; callers have their own way on.
      disableOfflineQueue: true,
      socket: {
        connectTimeout: 2_000,
        // For the greeting of a new connection; what falls silent later, `watch` finds.
        socketTimeout: 5_000,
        reconnectStrategy: (tries) => Math.min(tries * 200, 5_000),
      },
    });
    client.on('error', (error: Error) =>
      this.kernelContext.logger.warn({ error: error.message }, 'redis'),
    );
    this.client = client;
    this.watching = setInterval(() => void this.watch(client), pingEveryMs);
    this.watching.unref();
    // Not awaited to the end: a Redis that is away must not keep the hospital closed.
    await Promise.race([
      client.connect().catch(() => undefined),
      new Promise((r) => setTimeout(r, 2_000)),
    ]);
  }

  /**
   * A connection that fell silent answers nobody and does not end by itself; whoever writes to it would
   * wait. It is given up and made anew, and until then everybody goes on without Redis.
   */
  private async watch(client: RedisClientType): Promise<void> {
    if (this.isAsking || !client.isReady) return;
    this.isAsking = true;
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<'silent'>((resolve) => {
      timer = setTimeout(() => resolve('silent'), silentAfterMs);
    });
    const heard = await Promise.race([client.ping().catch(() => 'lost' as const), silence]);
    clearTimeout(timer);
    this.isAsking = false;
    if (heard !== 'silent' || this.isClosed) return;
    this.kernelContext.logger.warn('redis fell silent');
    client.destroy();
    await client.connect().catch(() => undefined);
  }

  get isReady(): boolean {
    return this.client?.isReady ?? false;
  }

  @Destroy()
  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.watching);
    if (this.client?.isOpen) this.client.destroy();
  }
}
