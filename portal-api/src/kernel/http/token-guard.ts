import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { realTime } from '../clock';
import { networkOf, RateLimiter } from '../rate-limiter';

/** Who was recognised this lately is looked up whatever their neighbours behind one address do. */
const goodForMs = 600_000;
/** A token that opened nothing opens nothing a moment later; a page left open asks again and again. */
const badForMs = 30_000;
const capacity = 20_000;

/** Keeps made-up tokens from the database: each look-up that finds nobody is paid by its address. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TokenGuard {
  @Inject()
  rateLimiter: RateLimiter;

  private readonly good = new Map<string, number>();
  private readonly bad = new Map<string, number>();

  /**
   * @param key stands for the token, and for what it is to open
   * @returns whether it opened something lately, or undefined when nobody knows
   */
  opens(key: string): boolean | undefined {
    const now = realTime.now().getTime();
    if ((this.good.get(key) ?? 0) > now) return true;
    return (this.bad.get(key) ?? 0) > now ? false : undefined;
  }

  /** @throws RATE_LIMITED when too many unknown tokens came from this address */
  async requireLookUp(address: string): Promise<void> {
    await this.rateLimiter.requireLeft('bad-token', networkOf(address));
  }

  opened(key: string): void {
    this.keep(this.good, key, goodForMs);
  }

  async openedNothing(key: string, address: string): Promise<void> {
    this.good.delete(key);
    this.keep(this.bad, key, badForMs);
    await this.rateLimiter.spend('bad-token', networkOf(address));
  }

  private keep(map: Map<string, number>, key: string, forMs: number): void {
    if (map.size >= capacity) map.clear();
    map.set(key, realTime.now().getTime() + forMs);
  }
}
