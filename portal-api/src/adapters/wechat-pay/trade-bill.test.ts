import { describe, expect, it } from 'vitest';
import { parseTradeBill } from './trade-bill';

const header =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const totalsHeader =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const payment =
  '`2026-03-02 14:17:55,`wx8c4f683438292e27,`1562960801,`0,`,`4200000480202603022581846288,`P260302AAAAAAAAAAAAA,`oPatient0001,`JSAPI,`SUCCESS,`CMB_DEBIT,`CNY,`24.00,`1.00,`0,`0,`0.00,`0.00,`,`,`心内科, 王医生 挂号费,`,`0.14000,`0.60%,`25.00,`0.00,`';
const refund =
  '`2026-03-02 23:59:59,`wx8c4f683438292e27,`1562960801,`0,`,`4200000480202603012581846000,`P260301BBBBBBBBBBBBB,`oPatient0002,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50300000482026030212345678901,`R260302CCCCCCCCCCCCC,`50.00,`0.00,`ORIGINAL,`PROCESSING,`儿科 李医生 挂号费,`,`-0.30000,`0.60%,`0.00,`50.00,`';
const bill = (rows: string[], totals: string) =>
  `\ufeff${[header, ...rows, totalsHeader, totals].join('\r\n')}\r\n`;
const good = bill([payment, refund], '`2,`24.00,`50.00,`0.00,`-0.16000,`25.00,`50.00');

describe('a trade bill of WeChat Pay', () => {
  it('is payments and refunds in fen, at instants of China', () => {
    expect(parseTradeBill(good)).toEqual([
      {
        subject: 'payment',
        outTradeNo: 'P260302AAAAAAAAAAAAA',
        number: 'P260302AAAAAAAAAAAAA',
        providerNumber: '4200000480202603022581846288',
        fen: 2500,
        state: 'SUCCESS',
        at: new Date('2026-03-02T06:17:55Z'),
      },
      {
        subject: 'refund',
        outTradeNo: 'P260301BBBBBBBBBBBBB',
        number: 'R260302CCCCCCCCCCCCC',
        providerNumber: '50300000482026030212345678901',
        fen: 5000,
        state: 'PROCESSING',
        at: new Date('2026-03-02T15:59:59Z'),
      },
    ]);
  });

  it('may have its columns in another order', () => {
    const swap = (line: string, mark: string) => {
      const cells = line.split(mark);
      return [cells.at(-2), ...cells.slice(1, -2), cells[0], cells.at(-1)].join(mark);
    };
    const swapped = [swap(header, ','), `\`${swap(payment.slice(1), ',`')}`];
    const csv = [...swapped, totalsHeader, '`1,`24.00,`0.00,`0.00,`0.14,`25.00,`0.00'].join('\n');
    expect(parseTradeBill(csv)[0]).toMatchObject({ fen: 2500, number: 'P260302AAAAAAAAAAAAA' });
  });

  it('may be empty', () => {
    expect(parseTradeBill(bill([], '`0,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00'))).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a page instead', '<html><body>502</body></html>'],
    ['cut off before its totals', good.slice(0, good.indexOf('总交易单数'))],
    ['a row short of its totals', bill([payment], '`2,`24.00,`0.00,`0.00,`0.14,`25.00,`0.00')],
    ['totals of another sum', bill([payment], '`1,`24.00,`0.00,`0.00,`0.14,`26.00,`0.00')],
    ['without a column', good.replace('商户订单号', '别的')],
    ['a torn row', bill([payment.slice(0, 90)], '`1,`0.00,`0.00,`0.00,`0.00,`0.00,`0.00')],
    ['an amount that is none', good.replaceAll('`25.00', '`25.001')],
    ['a state that nobody knows', good.replace('`SUCCESS', '`DREAM')],
    ['a day that is none', good.replace('2026-03-02 14', '2026-13-42 14')],
  ])('%s is no bill', (_, csv) => {
    expect(() => parseTradeBill(csv)).toThrow('bad-answer');
  });

  it('leaves out what was withdrawn at the counter', () => {
    const revoked = payment
      .replace('`SUCCESS', '`REVOKED')
      .replace('AAAAAAAAAAAAA', 'DDDDDDDDDDDDD');
    const csv = bill([payment, revoked], '`2,`48.00,`0.00,`0.00,`0.28,`50.00,`0.00');
    expect(parseTradeBill(csv)).toHaveLength(1);
  });
});
