import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRedis, type TestRedis } from '../../test/support/redis';
import type { KernelContext } from './kernel-context';
import { RateLimiter } from './rate-limiter';
import { Redis } from './redis';

const address = () => `127.0.0.${Math.floor(Math.random() * 250)}-${randomUUID()}`;

async function limiterOver(
  url: string | undefined,
): Promise<{ limiter: RateLimiter; redis: Redis }> {
  const kernelContext = {
    config: { REDIS_URL: url, RATE_LIMIT_FACTOR: 1 },
    logger: pino({ level: 'silent' }),
  } as unknown as KernelContext;
  const redis = new Redis();
  redis.kernelContext = kernelContext;
  await redis.connect();
  const limiter = new RateLimiter();
  limiter.kernelContext = kernelContext;
  limiter.redis = redis;
  await limiter.build();
  return { limiter, redis };
}

/** The promise that holds wherever the counts are kept. */
function keepsBudgets(limiter: () => RateLimiter): void {
  it('lets a budget through and refuses what is over it, with the time to wait', async () => {
    const own = randomUUID();
    for (let i = 0; i < 3; i++) await limiter().take('sms', own);
    await expect(limiter().take('sms', own)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: expect.any(Number),
    });
  });

  it('counts people apart', async () => {
    for (let i = 0; i < 5; i++) await limiter().take('sms', randomUUID());
  });

  it('counts kinds of operations apart', async () => {
    const own = randomUUID();
    for (let i = 0; i < 3; i++) await limiter().take('sms', own);
    await limiter().take('write', own);
  });

  it('holds an address to a budget of its own', async () => {
    const shared = address();
    for (let i = 0; i < 30; i++) await limiter().takeOfAddress('sms', shared);
    await expect(limiter().takeOfAddress('sms', shared)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
  });

  it('keeps a day’s budget apart, and looks into one without taking from it', async () => {
    const own = randomUUID();
    for (let i = 0; i < 20; i++) {
      await limiter().requireLeft('sms-device', own);
      await limiter().spend('sms-device', own);
    }
    const refusal = { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) };
    await expect(limiter().requireLeft('sms-device', own)).rejects.toMatchObject(refusal);
    await expect(limiter().spend('sms-device', own)).rejects.toMatchObject(refusal);
    await limiter().spend('sms-device', randomUUID());
  });

  it('lets exactly the budget through when all come at once', async () => {
    const own = randomUUID();
    const settled = await Promise.allSettled(
      Array.from({ length: 20 }, () => limiter().take('sms', own)),
    );
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  });
}

describe('in process', () => {
  let limiter: RateLimiter;
  beforeAll(async () => ({ limiter } = await limiterOver(undefined)));
  keepsBudgets(() => limiter);
});

describe('in Redis', () => {
  let server: TestRedis | null = null;
  let one: Awaited<ReturnType<typeof limiterOver>>;
  let other: Awaited<ReturnType<typeof limiterOver>>;
  beforeAll(async () => {
    server = await startRedis();
    if (!server) return;
    one = await limiterOver(server.url);
    other = await limiterOver(server.url);
  });
  beforeEach(({ skip }) => skip(!server, 'no redis-server here'));
  afterAll(async () => {
    await one?.redis.close();
    await other?.redis.close();
    await server?.stop();
  });

  keepsBudgets(() => one.limiter);

  it('shares a budget between processes', async () => {
    const own = randomUUID();
    await one.limiter.take('sms', own);
    await other.limiter.take('sms', own);
    await one.limiter.take('sms', own);
    await expect(other.limiter.take('sms', own)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
  });

  it.skipIf(process.env.REDIS_URL)('goes on in process when Redis is lost', async () => {
    await server!.stop();
    const own = randomUUID();
    for (let i = 0; i < 3; i++) await one.limiter.take('sms', own);
    await expect(one.limiter.take('sms', own)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
  });
});
