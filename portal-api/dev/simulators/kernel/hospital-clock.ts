/**
 * The hospital's clock, as the product in local mode tells it. What stands in a payment (when it
 * was paid, when the order expires, the day of a bill) follows this clock, or moving it on /sim/
 * would make payments come from the past. Signatures follow real time, as at the real company.
 */
export class HospitalClock {
  private offsetMs = 0;
  private synced = false;
  private refreshedAt = Number.NEGATIVE_INFINITY;

  constructor(private apiUrl?: string) {}

  /** Did the product ever tell its time? If not, nothing is judged by this clock. */
  get isSynced(): boolean {
    return this.synced;
  }

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  pointTo(apiUrl: string): void {
    this.apiUrl = apiUrl;
    this.refreshedAt = Number.NEGATIVE_INFINITY;
  }

  /** Asks the product at most once a second; when it does not answer the last offset stands. */
  async refresh(): Promise<void> {
    if (!this.apiUrl || Date.now() - this.refreshedAt < 1_000) return;
    this.refreshedAt = Date.now();
    await this.exchange('GET').catch(() => undefined);
  }

  /** Forward only, like the product's own clock. */
  async advance(minutes: number): Promise<Date> {
    return this.exchange('POST', { advanceMinutes: minutes });
  }

  private async exchange(method: 'GET' | 'POST', body?: object): Promise<Date> {
    if (!this.apiUrl) throw new Error('the product is not known yet');
    const response = await fetch(`${this.apiUrl}/api/local/clock`, {
      method,
      ...(body
        ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
        : {}),
      signal: AbortSignal.timeout(3_000),
    });
    if (!response.ok) throw new Error(`the product's clock answered HTTP ${response.status}`);
    const { now } = (await response.json()) as { now: string };
    this.offsetMs = Date.parse(now) - Date.now();
    this.synced = true;
    return this.now();
  }
}

/** 2026-11-28T09:00:00+08:00, as Chinese systems write it. */
export function chinaTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().replace(/\.\d{3}Z$/, '+08:00');
}

/** 2026-11-28 in China. */
export function chinaDay(at: Date): string {
  return chinaTime(at).slice(0, 10);
}
