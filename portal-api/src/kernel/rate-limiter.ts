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
  // A display opens one stream and asks a little; behind one address stand all of a house.
  device: { own: 300, address: 6_000 },
  callback: { own: 60_000, address: 60_000 },
};

const day = 86_400;

/** Budgets that no operation names. */
const namedBudgets = {
  /**
   * Tokens that open nothing, by network: after a night hundreds of pages of a hospital wake up signed
   * out behind one address, and somebody who guesses needs more than that by far.
   */
  'bad-token': { points: 300, seconds: 60 },
  /** Codes that a network asks for: a full waiting hall on one Wi-Fi, at a price of some tens of yuan. */
  'sms-address': { points: 1_000, seconds: day },
  /** Codes for devices of a network that have no name yet: throwing the cookie away buys little. */
  'sms-newcomers': { points: 300, seconds: day },
  /** Codes that one device asks for: a family, or the tablet of a ward. */
  'sms-device': { points: 20, seconds: day },
  /** Pairing codes that were wrong, by network: a hundred million codes, a handful of them alive for minutes. */
  'wrong-pairing': { points: 30, seconds: 3_600 },
  /** Look-ups of one card or document at kiosks: whoever stands there knows the four digits by then. */
  'kiosk-number': { points: 12, seconds: day },
  /** Messages of one device that measures by itself; a buffer is sent in few of them. */
  'vital-device': { points: 60, seconds: 60 },
  /** Messages of such devices that nobody had signed, by network. */
  'bad-vital-signature': { points: 60, seconds: 600 },
} as const;
type NamedBudget = keyof typeof namedBudgets;

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
        this.limiters.set(`${name}:${kind}`, this.limiter(`${name}:${kind}`, points, 60));
      }
    }
    for (const [name, { points, seconds }] of Object.entries(namedBudgets)) {
      this.limiters.set(name, this.limiter(name, points, seconds));
    }
  }

  /**
   * Takes one point of what an account, a staff member, a phone or whatever the operation is about may ask.
   * @throws RATE_LIMITED with the seconds to wait
   */
  take(limit: RateLimit, own: string): Promise<void> {
    return this.consume(`${limit}:own`, own);
  }

  /**
   * As `take`, of what all behind one address may ask together.
   * @throws RATE_LIMITED with the seconds to wait
   */
  takeOfAddress(limit: RateLimit, address: string): Promise<void> {
    return this.consume(`${limit}:address`, networkOf(address));
  }

  /**
   * Takes one point of a named budget.
   * @throws RATE_LIMITED with the seconds to wait
   */
  spend(budget: NamedBudget, key: string): Promise<void> {
    return this.consume(budget, key);
  }

  /**
   * As `spend`, and takes nothing: for what is paid only when it turns out badly.
   * @throws RATE_LIMITED with the seconds to wait
   */
  async requireLeft(budget: NamedBudget, key: string): Promise<void> {
    const limiter = this.limiters.get(budget)!;
    const spent = await limiter.get(key);
    if (spent && spent.consumedPoints >= limiter.points) throw refusal(spent);
  }

  private async consume(name: string, key: string): Promise<void> {
    try {
      await this.limiters.get(name)!.consume(key);
    } catch (refused) {
      throw refused instanceof RateLimiterRes ? refusal(refused) : refused;
    }
  }

  private limiter(keyPrefix: string, points: number, seconds: number): RateLimiterAbstract {
    const options = {
      keyPrefix: `limit:${keyPrefix}`,
      points: Math.max(1, Math.round(points * this.kernelContext.config.RATE_LIMIT_FACTOR)),
      duration: seconds,
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

function refusal({ msBeforeNext }: RateLimiterRes): AppError {
  return new AppError('RATE_LIMITED', { retryAfterSeconds: Math.ceil(msBeforeNext / 1000) });
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
