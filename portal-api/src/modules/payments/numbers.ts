import { localDateOf, newCode } from '../../kernel';

const dayOf = (now: Date) => localDateOf(now).replaceAll('-', '').slice(2);

/** Our number at the payment company (out_trade_no): at most 32 letters and digits, never used twice. */
export function newPaymentNo(now: Date): string {
  return `P${dayOf(now)}${newCode(13)}`;
}

/** Our refund number there (out_refund_no): one per refund, however often it is submitted. */
export function newRefundNo(now: Date): string {
  return `R${dayOf(now)}${newCode(13)}`;
}
