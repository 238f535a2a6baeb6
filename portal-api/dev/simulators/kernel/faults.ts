import { randomUUID } from 'node:crypto';
import { type Collection, Journal } from './journal';

export type SimulatorName = 'wechat' | 'wechat-pay' | 'sms' | 'mail' | 'his';

export type FaultKind =
  /** Every answer comes `value` ms late. */
  | 'delay'
  /** Refused before anything happens, with `status` or the protocol's own `code`. */
  | 'error'
  /** It happens, but the connection breaks before the answer: nobody knows. */
  | 'drop'
  /** WeChat Pay: the answer's signature is wrong. */
  | 'bad-response-signature'
  /** Notification or receipt is sent `value` times at once. */
  | 'duplicate'
  /** Notification waits until the next one has been sent. */
  | 'reorder'
  /** Paid, and notified, before the create call returns. */
  | 'early'
  /** Notification is never sent (receipts: never arrives). */
  | 'lost'
  /** Notification or receipt carries a wrong signature, this time. */
  | 'forged'
  /** Notification is rightly signed, its amount is `value` fen (default: one fen more). */
  | 'wrong-amount'
  /** Notification comes `value` ms late. */
  | 'notify-delay'
  /** SMS: the number cannot be reached; the receipt says so. */
  | 'undelivered'
  | 'refund-abnormal'
  | 'refund-closed'
  /** Refund stays PROCESSING until finished by hand. */
  | 'refund-stuck'
  /** Bill: asked for, it does not exist yet. */
  | 'bill-not-ready'
  /** Bill: the latest payment of the day is not in it; from then on for that day. */
  | 'bill-missing-row'
  /** Bill: a payment that nobody asked for is in it. */
  | 'bill-extra-row'
  /** Bill: the latest payment of the day stands with one fen more. */
  | 'bill-amount'
  /** Bill: the latest payment of the day stands in the next day's. */
  | 'bill-next-day'
  /** HIS: what is written now says that it was written `value` ms later. */
  | 'clock-skew'
  /** HIS: what is written now says that it was written `value` ms ago. */
  | 'late-row';

export interface FaultSettings {
  simulator: SimulatorName;
  kind: FaultKind;
  /** Milliseconds, times or fen, as the kind says. */
  value?: number;
  /** For `error`: HTTP status (SMTP: reply code). */
  status?: number;
  /** For `error`: errcode, WeChat Pay code or vendor code. */
  code?: string;
  /** Only operations whose name contains this. */
  match?: string;
  /** 0…1, default 1. */
  probability?: number;
  /** How many times it strikes; default: until it is cleared. */
  count?: number;
}

export interface Fault extends FaultSettings {
  id: string;
}

/** The switchboard: what shall go wrong, how often, and how many times still. */
export class Faults {
  private readonly active: Collection<Fault>;

  constructor(
    journal: Journal = new Journal(),
    private readonly random: () => number = Math.random,
  ) {
    this.active = journal.collection<Fault>('faults');
  }

  set(settings: FaultSettings): Fault {
    const same = this.active
      .values()
      .find(
        (fault) =>
          fault.simulator === settings.simulator &&
          fault.kind === settings.kind &&
          fault.match === settings.match,
      );
    const id = same?.id ?? randomUUID();
    return this.active.put(id, { ...settings, id });
  }

  clear(id?: string): void {
    if (id === undefined) this.active.clear();
    else this.active.delete(id);
  }

  list(): Fault[] {
    return this.active.values();
  }

  /** Strikes now? Then it is used up once. */
  take(simulator: SimulatorName, kind: FaultKind, operation = ''): Fault | undefined {
    const fault = this.active
      .values()
      .find(
        (candidate) =>
          candidate.simulator === simulator &&
          candidate.kind === kind &&
          operation.includes(candidate.match ?? ''),
      );
    if (!fault || this.random() >= (fault.probability ?? 1)) return undefined;
    this.useUp(fault);
    return fault;
  }

  private useUp(fault: Fault): void {
    if (fault.count === undefined) return;
    if (fault.count <= 1) this.active.delete(fault.id);
    else this.active.put(fault.id, { ...fault, count: fault.count - 1 });
  }
}
