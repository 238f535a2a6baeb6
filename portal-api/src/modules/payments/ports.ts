import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Tx } from '../../kernel';

/** What a payment pays for. Declared here, implemented by the appointments module. */
export interface Payable {
  /** Null when there is no such appointment. */
  quote(appointmentId: string): Promise<Quote | null>;
  /**
   * Whatever has to be settled outside before money may be asked for; over the network, outside of any transaction.
   * @throws SLOT_FULL, PROVIDER_UNAVAILABLE
   */
  prepare(appointmentId: string): Promise<void>;
  /** Takes the appointment for this transaction. Always before any row of a payment. */
  lock(tx: Tx, appointmentId: string): Promise<void>;
  /**
   * The money has come: it confirms the place, or nothing is left to confirm and it goes back. Called
   * with the appointment locked. What was paid after its order had been closed confirms nothing.
   */
  onPaid(
    tx: Tx,
    paid: { appointmentId: string; reference: string | null; wasClosed: boolean },
  ): Promise<'confirmed' | 'refund'>;
  /** The usual end of a hold, as a part of the payment's own statement. */
  heldPlace(): HeldPlaceSql;
  /** The last money of an appointment has arrived back at the payer. */
  onRefunded(tx: Tx, refunded: { appointmentId: string }): Promise<void>;
}

/**
 * How a held place becomes a booked one inside a larger statement: its tables and rules stay with the
 * module that owns them, and a payment that meets nothing unusual is one round trip.
 */
export interface HeldPlaceSql {
  /** Joined to `payment_order o`: a row where the place is still kept and its time is not over at `:now`. */
  join: string;
  /** What of it is locked, in the order of locks. */
  locked: readonly string[];
  /** Columns of the join that the steps read from `due`. */
  columns: string;
  /** Common table expressions that turn each row of `due` into a booking; `booked_event_id`, `booked_audit_id`. */
  steps: string;
}

export interface Quote {
  patientId: string;
  amountFen: number;
  /** Names what is paid where it is not the fee itself; comes back with `onPaid`. */
  reference: string | null;
  description: string;
  expiresAt: Date;
  standing: 'payable' | 'expired' | 'not-payable';
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class PayableHolder {
  payable: Payable;
}

/**
 * A payment company. Its refusals are errors named `ProviderRefused` with a `code`; whatever else it
 * throws leaves open whether the thing happened.
 */
export interface PaymentProvider {
  /** Repeatable with identical parameters. */
  createJsapi(order: JsapiOrder): Promise<JsapiParams>;
  createNative(order: NewOrder): Promise<{ codeUrl: string }>;
  query(outTradeNo: string): Promise<ProviderPayment>;
  close(outTradeNo: string): Promise<'closed' | 'already-paid' | 'unknown-order'>;
  /** Repeat with the same outRefundNo until it is known how it ended; a new one pays twice. */
  refund(request: RefundRequest): Promise<ProviderRefund>;
  queryRefund(outRefundNo: string): Promise<ProviderRefund | undefined>;
  /** The bill of a day in China, YYYY-MM-DD; there from 10:00 of the next on. */
  bill(date: string): Promise<ProviderBill>;
  /** Throws an error named `SignatureError` for anything not provably from the company. */
  parseNotification(notification: {
    headers: Record<string, string | string[] | undefined>;
    rawBody: string;
  }): Promise<ProviderNotification>;
}

/** `none`: nothing was paid and nothing returned that day, or the bill is later than usual. */
export type ProviderBill =
  { kind: 'bill'; rows: BillRow[] } | { kind: 'being-made' } | { kind: 'none' };

export interface BillRow {
  subject: 'payment' | 'refund';
  /** Our number of the payment; of a refund the payment it belongs to. */
  outTradeNo: string;
  /** Our number of the payment or refund. */
  number: string;
  providerNumber: string;
  fen: number;
  /** In the company's words, as it stood when the row was written. */
  state: string;
  /** Paid at; of a refund, accepted at. */
  at: Date;
}

interface NewOrder {
  outTradeNo: string;
  description: string;
  amountFen: number;
  notifyUrl: string;
  expiresAt: Date;
}

interface JsapiOrder extends NewOrder {
  openid: string;
}

export interface JsapiParams {
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: 'RSA';
  paySign: string;
}

export interface ProviderPayment {
  kind: 'paid' | 'not-paid' | 'closed' | 'refunded' | 'unknown-order';
  transactionId?: string;
  amountFen?: number;
  paidAt?: Date;
}

interface RefundRequest {
  outTradeNo: string;
  outRefundNo: string;
  refundFen: number;
  totalFen: number;
  reason: string;
  notifyUrl: string;
}

export interface ProviderRefund {
  kind: 'success' | 'processing' | 'closed' | 'abnormal';
  outRefundNo: string;
  refundId: string;
  refundFen: number;
  refundedAt?: Date;
}

export type ProviderNotification =
  | {
      kind: 'payment';
      eventId: string;
      outTradeNo: string;
      payment: ProviderPayment;
      currency: string;
    }
  | {
      kind: 'refund';
      eventId: string;
      outTradeNo: string;
      totalFen: number;
      refund: ProviderRefund;
    };

@Provide()
@Scope(ScopeEnum.Singleton)
export class PaymentProviderHolder {
  provider: PaymentProvider;
}

/** The company's code when it said no for sure, else undefined. */
export function refusalCode(error: unknown): string | undefined {
  const refused = error as { name?: string; code?: string } | null;
  return refused?.name === 'ProviderRefused' ? (refused.code ?? 'REFUSED') : undefined;
}

export function isSignatureFault(error: unknown): error is Error & { fault?: string } {
  return error instanceof Error && error.name === 'SignatureError';
}
