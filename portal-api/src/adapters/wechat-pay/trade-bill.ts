import { ProviderUnavailable } from './errors';
import type { BillRow } from './ports';

const columns = {
  at: '交易时间',
  transactionId: '微信订单号',
  outTradeNo: '商户订单号',
  tradeState: '交易状态',
  refundId: '微信退款单号',
  outRefundNo: '商户退款单号',
  refundState: '退款状态',
  refund: '申请退款金额',
  total: '订单金额',
} as const;
type Column = keyof typeof columns;

const summaryColumns = {
  rows: '总交易单数',
  total: '订单总金额',
  refund: '申请退款总金额',
} as const;

/**
 * Reads a trade bill (bill_type ALL): a header, a row for each payment and refund, a header of totals and the
 * totals. Columns are found by their names, since older merchants get others; every value has a back-tick
 * before it, so a comma within a value splits nothing. What does not add up is no bill.
 * @throws ProviderUnavailable bad-answer
 */
export function parseTradeBill(csv: string): BillRow[] {
  const lines = csv
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const totalsAt = lines.findIndex((line) => line.startsWith(summaryColumns.rows));
  if (totalsAt < 1 || totalsAt !== lines.length - 2) throw badBill();
  const places = placesOf(lines[0]!, columns);
  const rows = lines.slice(1, totalsAt).map((line) => cellsOf(line, places));
  requireTotals(rows, cellsOf(lines[totalsAt + 1]!, placesOf(lines[totalsAt]!, summaryColumns)));
  // Withdrawn payments (REVOKED) exist at the counter only, where a code is scanned.
  return rows.filter((row) => row.tradeState !== 'REVOKED').map(present);
}

function present(row: Record<Column, string>): BillRow {
  const at = new Date(`${row.at.replace(' ', 'T')}+08:00`);
  if (Number.isNaN(at.getTime()) || row.outTradeNo === '') throw badBill();
  const { outTradeNo } = row;
  // In ALL the state of a payment that was refunded later is still SUCCESS; REFUND marks a row of its own.
  if (row.tradeState === 'SUCCESS') {
    const number = row.transactionId;
    return {
      subject: 'payment',
      outTradeNo,
      number: outTradeNo,
      providerNumber: number,
      fen: fenOf(row.total),
      state: row.tradeState,
      at,
    };
  }
  if (row.tradeState !== 'REFUND' || row.outRefundNo === '') throw badBill();
  return {
    subject: 'refund',
    outTradeNo,
    number: row.outRefundNo,
    providerNumber: row.refundId,
    fen: fenOf(row.refund),
    // As it stood when the refund was accepted: the bill is never brought up to date.
    state: row.refundState || 'PROCESSING',
    at,
  };
}

function placesOf<K extends string>(header: string, names: Record<K, string>): Record<K, number> {
  const found = header.split(',').map((name) => name.replace(/^`/, '').trim());
  return mapValues(names, (name) => {
    const place = found.indexOf(name);
    if (place < 0) throw badBill();
    return place;
  });
}

function cellsOf<K extends string>(line: string, places: Record<K, number>): Record<K, string> {
  const cells = line.replace(/^`/, '').split(',`');
  return mapValues(places, (place) => {
    const cell = cells[place];
    if (cell === undefined) throw badBill();
    return cell.trim();
  });
}

function requireTotals(
  rows: readonly Record<Column, string>[],
  totals: Record<keyof typeof summaryColumns, string>,
): void {
  const sum = (column: 'total' | 'refund') =>
    rows.reduce((total, row) => total + fenOf(row[column] || '0'), 0);
  const agrees =
    Number(totals.rows) === rows.length &&
    fenOf(totals.total) === sum('total') &&
    fenOf(totals.refund) === sum('refund');
  if (!agrees) throw badBill();
}

/** 25.00 → 2500, without a detour through binary fractions. */
function fenOf(yuan: string): number {
  const [, whole = '', cents = ''] = /^(\d{1,10})(?:\.(\d{1,2})0*)?$/.exec(yuan) ?? [];
  if (whole === '') throw badBill();
  return Number(whole) * 100 + Number(cents.padEnd(2, '0') || '0');
}

function mapValues<K extends string, A, B>(
  record: Record<K, A>,
  change: (value: A) => B,
): Record<K, B> {
  const entries = (Object.entries(record) as [K, A][]).map(([key, value]) => [key, change(value)]);
  return Object.fromEntries(entries) as Record<K, B>;
}

function badBill(): ProviderUnavailable {
  return new ProviderUnavailable('billdownload', 'bad-answer');
}
