import { z } from 'zod';
import type { ProviderPayment, ProviderRefund } from './ports';

/** The parts of WeChat Pay's answers that are relied upon; a missing one is a broken answer. */
export const transactionSchema = z.object({
  appid: z.string().optional(),
  mchid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string().optional(),
  trade_state: z.string(),
  success_time: z.string().optional(),
  payer: z.object({ openid: z.string().optional() }).optional(),
  amount: z.object({ total: z.number().int(), currency: z.string().optional() }).optional(),
});

export const refundSchema = z.object({
  refund_id: z.string(),
  out_refund_no: z.string(),
  status: z.string(),
  success_time: z.string().optional(),
  amount: z.object({ refund: z.number().int() }),
});

export const refundNoticeSchema = z.object({
  mchid: z.string(),
  out_trade_no: z.string(),
  out_refund_no: z.string(),
  refund_id: z.string(),
  refund_status: z.string(),
  success_time: z.string().optional(),
  amount: z.object({ total: z.number().int(), refund: z.number().int() }),
});

type Transaction = z.infer<typeof transactionSchema>;
type Refund = z.infer<typeof refundSchema>;

const PAYMENT_KINDS: Record<string, ProviderPayment['kind']> = {
  SUCCESS: 'paid',
  REFUND: 'refunded',
  NOTPAY: 'not-paid',
  USERPAYING: 'not-paid',
  PAYERROR: 'not-paid',
  CLOSED: 'closed',
  REVOKED: 'closed',
};

const REFUND_KINDS: Record<string, ProviderRefund['kind']> = {
  SUCCESS: 'success',
  PROCESSING: 'processing',
  CLOSED: 'closed',
  ABNORMAL: 'abnormal',
};

export function paymentOf(transaction: Transaction): ProviderPayment | undefined {
  const kind = PAYMENT_KINDS[transaction.trade_state];
  if (!kind) return undefined;
  const { transaction_id: transactionId, success_time: paidAt, amount, payer } = transaction;
  return {
    kind,
    ...(transactionId ? { transactionId } : {}),
    ...(amount ? { amountFen: amount.total } : {}),
    ...(paidAt ? { paidAt: new Date(paidAt) } : {}),
    ...(payer?.openid ? { payerOpenid: payer.openid } : {}),
  };
}

export function refundOf(refund: Refund): ProviderRefund | undefined {
  const kind = REFUND_KINDS[refund.status];
  if (!kind) return undefined;
  return {
    kind,
    refundId: refund.refund_id,
    outRefundNo: refund.out_refund_no,
    refundFen: refund.amount.refund,
    ...(refund.success_time ? { refundedAt: new Date(refund.success_time) } : {}),
  };
}
