import type { PaymentProvider } from '../../src/modules/payments';

interface Order {
  amountFen: number;
  state: 'open' | 'paid' | 'closed';
  transactionId: string | undefined;
  /** Number → amount: one number is one refund, however often it is asked for. */
  refunds: Map<string, number>;
}

type Provider = PaymentProvider;
type Returned<K extends keyof Provider> = Awaited<ReturnType<Provider[K]>>;

class Unreachable extends Error {}

/**
 * A payment company in memory for randomized tests: deterministic, quick, and as unreliable as it is told
 * to be. The protocol itself is tested against the simulator.
 */
export class PaymentCompany implements PaymentProvider {
  readonly orders = new Map<string, Order>();
  /** Notifications that were sent and have not been delivered yet; one may be delivered many times. */
  readonly mailbox: string[] = [];
  /** Payments of closed orders: asking finds them no more, so their notification is not the one that is lost. */
  readonly persistent: string[] = [];
  /** How many of the coming calls break, and whether the thing happens nevertheless. */
  trouble: { calls: number; happens: boolean } = { calls: 0, happens: false };
  private serial = 0;

  createNative(order: { outTradeNo: string; amountFen: number }): Promise<{ codeUrl: string }> {
    return this.answer(() => {
      const known = this.orders.get(order.outTradeNo);
      if (known && known.state !== 'open')
        throw refused(known.state === 'paid' ? 'ORDER_PAID' : 'ORDER_CLOSED');
      if (!known) {
        this.orders.set(order.outTradeNo, {
          amountFen: order.amountFen,
          state: 'open',
          transactionId: undefined,
          refunds: new Map(),
        });
      }
      return { codeUrl: `weixin://${order.outTradeNo}` };
    });
  }

  createJsapi(): Promise<never> {
    throw new Error('not in this test');
  }

  query(no: string): Promise<Returned<'query'>> {
    return this.answer(() => {
      const order = this.orders.get(no);
      if (!order) return { kind: 'unknown-order' };
      if (order.state === 'closed') return { kind: 'closed' };
      if (order.state === 'open') return { kind: 'not-paid' };
      const { transactionId = '', amountFen } = order;
      return { kind: 'paid', transactionId, amountFen };
    });
  }

  close(no: string): Promise<Returned<'close'>> {
    return this.answer(() => {
      const order = this.orders.get(no);
      if (!order) return 'unknown-order';
      if (order.state === 'paid') return 'already-paid';
      order.state = 'closed';
      return 'closed';
    });
  }

  refund(wish: {
    outTradeNo: string;
    outRefundNo: string;
    refundFen: number;
  }): Promise<Returned<'refund'>> {
    return this.answer(() => {
      const order = this.orders.get(wish.outTradeNo);
      if (order?.state !== 'paid') throw refused('RESOURCE_NOT_EXISTS');
      const before = [...order.refunds].filter(([no]) => no !== wish.outRefundNo);
      const sum = before.reduce((fen, [, part]) => fen + part, wish.refundFen);
      if (sum > order.amountFen) throw new Error('refunded twice');
      if ((order.refunds.get(wish.outRefundNo) ?? wish.refundFen) !== wish.refundFen) {
        throw new Error('one number, two amounts');
      }
      order.refunds.set(wish.outRefundNo, wish.refundFen);
      return this.refundOf(wish.outRefundNo, wish.refundFen);
    });
  }

  queryRefund(refundNo: string): Promise<Returned<'queryRefund'>> {
    return this.answer(() => {
      const order = [...this.orders.values()].find((known) => known.refunds.has(refundNo));
      return order ? this.refundOf(refundNo, order.refunds.get(refundNo)!) : undefined;
    });
  }

  bill(): Promise<never> {
    throw new Error('not in this test');
  }

  async parseNotification(raw: { rawBody: string }): Promise<Returned<'parseNotification'>> {
    const body = JSON.parse(raw.rawBody) as { id: string; no: string; event_type: string };
    const order = this.orders.get(body.no);
    if (body.event_type === 'FORGED' || !order?.transactionId) {
      throw Object.assign(new Error('forged'), { name: 'SignatureError' });
    }
    const { transactionId, amountFen } = order;
    const payment = { kind: 'paid' as const, transactionId, amountFen };
    return { kind: 'payment', eventId: body.id, outTradeNo: body.no, payment, currency: 'CNY' };
  }

  /** Somebody pays on the phone. `late` also pays what is closed, as when money and close cross. */
  pay(no: string, late: boolean): void {
    const order = this.orders.get(no);
    if (!order || order.state === 'paid' || (order.state === 'closed' && !late)) return;
    const notice = JSON.stringify({ id: `event-${no}`, no, event_type: 'TRANSACTION.SUCCESS' });
    if (order.state === 'closed') this.persistent.push(notice);
    order.state = 'paid';
    order.transactionId = `tx-${no}`;
    this.mailbox.push(notice);
  }

  private refundOf(outRefundNo: string, refundFen: number): Returned<'refund'> {
    return { kind: 'success', outRefundNo, refundId: `refund-${(this.serial += 1)}`, refundFen };
  }

  private async answer<T>(work: () => T): Promise<T> {
    // Other requests come in between, as with a real network.
    await new Promise((resolve) => setImmediate(resolve));
    const isBroken = this.trouble.calls > 0;
    if (isBroken) this.trouble.calls -= 1;
    if (isBroken && !this.trouble.happens) throw new Unreachable('no answer');
    const answer = work();
    await new Promise((resolve) => setImmediate(resolve));
    if (isBroken) throw new Unreachable('answer lost');
    return answer;
  }
}

function refused(code: string): Error {
  return Object.assign(new Error(code), { name: 'ProviderRefused', code });
}
