type TradeState = 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED';

export interface PayOrder {
  outTradeNo: string;
  tradeType: 'JSAPI' | 'NATIVE';
  description: string;
  amountFen: number;
  notifyUrl: string;
  /** The create call's body, to compare with a repeat. */
  requestBody: string;
  prepayId: string;
  codeUrl?: string;
  openid?: string;
  expiresAt?: string;
  state: TradeState;
  createdAt: string;
  transactionId?: string;
  paidAt?: string;
  /** The person said no on the phone; to the merchant the order is still unpaid. */
  refusedAt?: string;
}

export type RefundState = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL';

export interface PayRefund {
  outRefundNo: string;
  refundId: string;
  outTradeNo: string;
  transactionId: string;
  refundFen: number;
  totalFen: number;
  reason?: string;
  notifyUrl?: string;
  state: RefundState;
  createdAt: string;
  finishedAt?: string;
  /** How and (real time) when it will end by itself; absent: only by hand. */
  ends?: { state: RefundState; at: number };
}

interface NoticeAttempt {
  at: string;
  /** HTTP status, 0 when there was no answer. */
  status: number;
  forged?: boolean;
}

export interface PayNotice {
  id: string;
  url: string;
  eventType: string;
  originalType: 'transaction' | 'refund';
  outTradeNo: string;
  resource: Record<string, unknown>;
  state: 'waiting' | 'held' | 'delivered' | 'given-up' | 'lost';
  attempts: NoticeAttempt[];
  /** Real time of the next attempt. */
  dueAt?: number;
}
