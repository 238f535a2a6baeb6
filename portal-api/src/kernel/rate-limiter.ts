import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { isIPv6 } from 'node:net';
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { RateLimit } from '@suizhen/contract';
import { AppError } from './app-error';
import { KernelContext } from './kernel-context';
import { Redis } from './redis';

/** Per minute: one account or staff member, and one address (a hospital's own network stands behind one). */
const budgets: Record<RateLimit, { own: number; address: number }> = {
  read: { own: 300, address: 3_000 },
  write: { own: 60, address: 1_000 },
  search: { own: 120, address: 1_200 },
  identity: { own: 10, address: 200 },
  'sign-in': { own: 10, address: 60 },
  sms: { own: 3, address: 30 },
  callback: { own: 60_000, address: 60_000 },
};

/** Budgets per account and address, in Redis when there is one, in process otherwise. Runs on real time. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RateLimiter {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  redis: Redis;

  private readonly limiters = new Map<string, RateLimiterAbstract>();

  @Init()
  async build(): Promise<void> {
    for (const [name, budget] of Object.entries(budgets)) {
      for (const [kind, points] of Object.entries(budget)) {
        this.limiters.set(`${name}:${kind}`, this.limiter(`${name}:${kind}`, points));
      }
    }
  }

  /**
   * Takes one point from each budget.
   * @param own the account, staff member, phone index or whatever the operation is about
   * @param address null where the gateway has counted it
   * @throws RATE_LIMITED with the seconds to wait
   */
  async take(limit: RateLimit, own: string | null, address: string | null): Promise<void> {
    if (address !== null) await this.consume(`${limit}:address`, networkOf(address));
    if (own) await this.consume(`${limit}:own`, own);
  }

  private async consume(name: string, key: string): Promise<void> {
    try {
      await this.limiters.get(name)!.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new AppError('RATE_LIMITED', {
        retryAfterSeconds: Math.ceil(refused.msBeforeNext / 1000),
      });
    }
  }

  private limiter(keyPrefix: string, points: number): RateLimiterAbstract {
    const options = {
      keyPrefix: `limit:${keyPrefix}`,
      points: Math.max(1, Math.round(points * this.kernelContext.config.RATE_LIMIT_FACTOR)),
      duration: 60,
    };
    const memory = new RateLimiterMemory(options);
    if (!this.redis.client) return memory;
    return new RateLimiterRedis({
      ...options,
      storeClient: this.redis.client,
      useRedisPackage: true,
      insuranceLimiter: memory,
    });
  }
}

/** An IPv6 subscriber has a /64 to choose addresses from: the network counts, not the address. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = (part: string) => part.split(':').filter(Boolean);
  const left = groups(head);
  const right = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const all = [...left, ...Array<string>(zeros).fill('0'), ...right];
  const network = all.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${network.join(':')}::/64`;
}
