import { chinaTime } from '../kernel/hospital-clock';
import type { PayOrder, PayRefund } from './model';

const HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const SUMMARY_HEADER =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

/**
 * A day's trade bill as WeChat Pay writes it: yuan, a back-tick before every value. A refund stands with the
 * day on which it was accepted, and with its state of that moment.
 */
export function tradeBill(
  merchant: { appId: string; mchId: string },
  paid: readonly PayOrder[],
  returned: readonly PayRefund[],
  orders: readonly PayOrder[],
): string | undefined {
  if (paid.length + returned.length === 0) return undefined;
  const rows = [
    ...paid.map((order) => row(paymentCells(merchant, order))),
    ...returned.map((refund) => row(refundCells(merchant, orders, refund))),
  ];
  const paidFen = sum(paid.map((order) => order.amountFen));
  const refundFen = sum(returned.map((refund) => refund.refundFen));
  const summary = [
    String(rows.length),
    yuan(paidFen),
    yuan(refundFen),
    '0.00',
    '0.00000',
    yuan(paidFen),
    yuan(refundFen),
  ];
  return `${[HEADER, ...rows, SUMMARY_HEADER, row(summary)].join('\r\n')}\r\n`;
}

type Merchant = Parameters<typeof tradeBill>[0];

function paymentCells(merchant: Merchant, order: PayOrder): string[] {
  const amount = yuan(order.amountFen);
  return [
    ...leadingCells(merchant, order.paidAt ?? '', order),
    'SUCCESS',
    'OTHERS',
    'CNY',
    amount,
    '0.00',
    '0',
    '0',
    '0.00',
    '0.00',
    '',
    '',
    order.description,
    '',
    '0.00000',
    '0.00%',
    amount,
    '0.00',
    '',
  ];
}

function refundCells(merchant: Merchant, orders: readonly PayOrder[], refund: PayRefund): string[] {
  const order = orders.find((candidate) => candidate.outTradeNo === refund.outTradeNo);
  const amount = yuan(refund.refundFen);
  return [
    ...leadingCells(merchant, refund.createdAt, order),
    'REFUND',
    'OTHERS',
    'CNY',
    '0.00',
    '0.00',
    refund.refundId,
    refund.outRefundNo,
    amount,
    '0.00',
    'ORIGINAL',
    refund.state,
    order?.description ?? '',
    '',
    '0.00000',
    '0.00%',
    '0.00',
    amount,
    '',
  ];
}

function leadingCells(merchant: Merchant, at: string, order: PayOrder | undefined): string[] {
  return [
    chinaTime(new Date(at)).slice(0, 19).replace('T', ' '),
    merchant.appId,
    merchant.mchId,
    '0',
    '',
    order?.transactionId ?? '',
    order?.outTradeNo ?? '',
    order?.openid ?? '',
    order?.tradeType ?? '',
  ];
}

/** Commas would split a cell; the real bill replaces them too. */
function row(cells: readonly string[]): string {
  return cells.map((cell) => `\`${cell.replace(/[,\r\n]/g, ' ')}`).join(',');
}

function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
