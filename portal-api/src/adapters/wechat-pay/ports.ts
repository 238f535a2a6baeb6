/** What the product needs from a payment company. Money is integer fen. */
export interface PaymentProvider {
  /** For WeChat itself: parameters of `wx.requestPayment`. Repeatable with identical parameters. */
  createJsapi(order: JsapiOrder): Promise<JsapiParams>;
  /** For a browser: a code_url to show as a QR code. */
  createNative(order: NewOrder): Promise<{ codeUrl: string }>;
  query(outTradeNo: string): Promise<ProviderPayment>;
  close(outTradeNo: string): Promise<CloseOutcome>;
  /** Repeat with the same outRefundNo until it is known how it ended; a new one pays twice. */
  refund(request: RefundRequest): Promise<ProviderRefund>;
  /** `undefined`: the company has never heard of this refund. */
  queryRefund(outRefundNo: string): Promise<ProviderRefund | undefined>;
  /** Throws SignatureError for anything not provably from the company. */
  parseNotification(notification: RawNotification): Promise<ProviderNotification>;
  /** The bill of a day in China, YYYY-MM-DD; there from 10:00 of the next on. */
  bill(date: string): Promise<ProviderBill>;
}

/** `none`: nothing was paid and nothing returned that day, or the bill is later than usual. */
export type ProviderBill =
  { kind: 'bill'; rows: BillRow[] } | { kind: 'being-made' } | { kind: 'none' };

export interface BillRow {
  subject: 'payment' | 'refund';
  outTradeNo: string;
  /** Our number of the payment or refund. */
  number: string;
  providerNumber: string;
  fen: number;
  state: string;
  at: Date;
}

export interface NewOrder {
  outTradeNo: string;
  description: string;
  amountFen: number;
  notifyUrl: string;
  expiresAt: Date;
}

export interface JsapiOrder extends NewOrder {
  openid: string;
}

export interface JsapiParams {
  appId: string;
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
  payerOpenid?: string;
}

export type CloseOutcome = 'closed' | 'already-paid' | 'unknown-order';

export interface RefundRequest {
  outTradeNo: string;
  outRefundNo: string;
  refundFen: number;
  totalFen: number;
  reason: string;
  notifyUrl: string;
}

export interface ProviderRefund {
  kind: 'success' | 'processing' | 'closed' | 'abnormal';
  refundId: string;
  outRefundNo: string;
  refundFen: number;
  refundedAt?: Date;
}

export interface RawNotification {
  headers: Record<string, string | string[] | undefined>;
  /** The bytes as they came: the signature is over them, not over what they parse to. */
  rawBody: string | Uint8Array;
}

interface PaymentNotification {
  kind: 'payment';
  eventId: string;
  outTradeNo: string;
  payment: ProviderPayment;
  currency: string;
}

interface RefundNotification {
  kind: 'refund';
  eventId: string;
  outTradeNo: string;
  totalFen: number;
  refund: ProviderRefund;
}

export type ProviderNotification = PaymentNotification | RefundNotification;
