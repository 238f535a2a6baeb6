import { Provide, Scope, ScopeEnum, Inject, Init, Destroy } from '@midwayjs/core';
import { createClient, type RedisClientType } from 'redis';
import { KernelContext } from './kernel-context';

/** The optional Redis. Lost or flushed it slows things down and changes no result. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Redis {
  @Inject()
  kernelContext: KernelContext;

  /** Null without REDIS_URL. */
  client: RedisClientType | null = null;

  @Init()
  async connect(): Promise<void> {
    const url = this.kernelContext.config.REDIS_URL;
    if (!url) return;
    const client: RedisClientType = createClient({
      url,
      // Commands fail at once while the connection is away; callers have their own way on.
      disableOfflineQueue: true,
      socket: { connectTimeout: 2_000, reconnectStrategy: (tries) => Math.min(tries * 200, 5_000) },
    });
    client.on('error', (error: Error) =>
      this.kernelContext.logger.warn({ error: error.message }, 'redis'),
    );
    this.client = client;
    // Not awaited to the end: a Redis that is away must not keep the hospital closed.
    await Promise.race([
      client.connect().catch(() => undefined),
      new Promise((r) => setTimeout(r, 2_000)),
    ]);
  }

  get isReady(): boolean {
    return this.client?.isReady ?? false;
  }

  @Destroy()
  async close(): Promise<void> {
    this.client?.destroy();
  }
}
