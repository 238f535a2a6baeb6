import { randomUUID } from 'node:crypto';
import type { Faults } from '../kernel/faults';
import type { HospitalClock } from '../kernel/hospital-clock';
import { chinaTime } from '../kernel/hospital-clock';
import type { Collection } from '../kernel/journal';
import type { PayNotice } from './model';
import { encryptResource, type PayIdentity, platformHeaders } from './pay-crypto';

/** WeChat Pay's own: 15s/15s/30s/3m/10m/20m/30m/30m/30m/60m/3h/3h/3h/6h/6h. */
export const RETRY_SCHEDULE_MS = [
  15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600,
].map((seconds) => seconds * 1000);

const ANSWER_LIMIT_MS = 5_000;
const HELD_AT_MOST_MS = 5_000;

/** A notification as WeChat Pay sends it: encrypted, and signed at this moment. */
export function noticeMessage(
  identity: PayIdentity,
  notice: Pick<PayNotice, 'id' | 'eventType' | 'originalType' | 'resource'>,
  now: Date,
  isForged = false,
): { headers: Record<string, string>; body: string } {
  const { id, eventType, originalType, resource } = notice;
  const body = JSON.stringify({
    id,
    create_time: chinaTime(now),
    resource_type: 'encrypt-resource',
    event_type: eventType,
    summary: originalType === 'refund' ? '退款结果' : '支付成功',
    resource: {
      original_type: originalType,
      ...encryptResource(identity.apiV3Key, JSON.stringify(resource), originalType),
    },
  });
  const headers = {
    'content-type': 'application/json',
    ...platformHeaders(identity, body, isForged),
  };
  return { headers, body };
}

/** Tells the merchant, again and again until it answers 200 or 204, also after a restart. */
export class Notifier {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly identity: PayIdentity,
    private readonly notices: Collection<PayNotice>,
    private readonly faults: Faults,
    private readonly clock: HospitalClock,
    private readonly schedule: readonly number[] = RETRY_SCHEDULE_MS,
  ) {}

  /** Takes up again what was waiting when the simulator stopped. */
  resume(): void {
    for (const notice of this.notices.values()) {
      if (notice.state === 'waiting' || notice.state === 'held') this.plan(notice.id);
    }
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  /** Resolves after the first attempt, or at once when there is none yet. */
  async tell(notice: Omit<PayNotice, 'id' | 'state' | 'attempts'>): Promise<PayNotice> {
    const id = randomUUID();
    const operation = notice.eventType;
    const resource = this.withWrongAmount(notice);
    const isLost = this.faults.take('wechat-pay', 'lost', operation) !== undefined;
    const isHeld = !isLost && this.faults.take('wechat-pay', 'reorder', operation) !== undefined;
    const late = isLost ? undefined : this.faults.take('wechat-pay', 'notify-delay', operation);
    const dueAt = isHeld ? HELD_AT_MOST_MS : late ? (late.value ?? 5_000) : 0;
    this.notices.put(id, {
      ...notice,
      id,
      resource,
      state: isLost ? 'lost' : isHeld ? 'held' : 'waiting',
      attempts: [],
      dueAt: Date.now() + dueAt,
    });
    this.notices.trim(500);
    if (isLost) return this.get(id);
    if (dueAt > 0) this.plan(id);
    else await this.sendNow(id);
    return this.get(id);
  }

  /** Sends at once, whatever its state: also the «send again» of the console. */
  async sendNow(id: string): Promise<PayNotice> {
    clearTimeout(this.timers.get(id));
    const notice = this.get(id);
    const times = this.faults.take('wechat-pay', 'duplicate', notice.eventType)?.value ?? 1;
    const statuses = await Promise.all(Array.from({ length: times }, () => this.attempt(notice)));
    this.settle(id, statuses);
    await this.releaseHeld(id);
    return this.get(id);
  }

  /** A message from somebody who knows the address but not the key. */
  async forge(notice: Omit<PayNotice, 'id' | 'state' | 'attempts'>): Promise<number> {
    return this.post({ ...notice, id: randomUUID(), state: 'waiting', attempts: [] }, true);
  }

  private async attempt(notice: PayNotice): Promise<number> {
    const isForged = this.faults.take('wechat-pay', 'forged', notice.eventType) !== undefined;
    const status = await this.post(notice, isForged);
    const current = this.get(notice.id);
    const attempt = { at: new Date().toISOString(), status, ...(isForged ? { forged: true } : {}) };
    this.notices.put(notice.id, { ...current, attempts: [...current.attempts, attempt] });
    return status;
  }

  private async post(notice: PayNotice, isForged: boolean): Promise<number> {
    const message = noticeMessage(this.identity, notice, this.clock.now(), isForged);
    try {
      const response = await fetch(notice.url, {
        method: 'POST',
        ...message,
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  private settle(id: string, statuses: readonly number[]): void {
    const notice = this.get(id);
    if (statuses.some((status) => status === 200 || status === 204)) {
      this.notices.put(id, { ...notice, state: 'delivered' });
      return;
    }
    const wait = this.schedule[notice.attempts.length - 1];
    if (wait === undefined) {
      this.notices.put(id, { ...notice, state: 'given-up' });
      return;
    }
    this.notices.put(id, { ...notice, state: 'waiting', dueAt: Date.now() + wait });
    this.plan(id);
  }

  private async releaseHeld(except: string): Promise<void> {
    const held = this.notices
      .values()
      .filter((notice) => notice.state === 'held' && notice.id !== except);
    for (const notice of held) {
      this.notices.put(notice.id, { ...notice, state: 'waiting' });
      await this.sendNow(notice.id);
    }
  }

  private plan(id: string): void {
    const wait = Math.max((this.get(id).dueAt ?? 0) - Date.now(), 0);
    // Gone meanwhile, when more than the kept number came after it: then nobody waits for it.
    const timer = setTimeout(() => void this.sendNow(id).catch(() => undefined), wait);
    timer.unref();
    this.timers.set(id, timer);
  }

  private withWrongAmount(notice: Pick<PayNotice, 'eventType' | 'resource'>) {
    const fault = this.faults.take('wechat-pay', 'wrong-amount', notice.eventType);
    const amount = notice.resource['amount'] as { total: number } | undefined;
    if (!fault || !amount) return notice.resource;
    const total = fault.value ?? amount.total + 1;
    return { ...notice.resource, amount: { ...amount, total, payer_total: total } };
  }

  private get(id: string): PayNotice {
    const notice = this.notices.get(id);
    if (!notice) throw new Error('no such notification');
    return notice;
  }
}
