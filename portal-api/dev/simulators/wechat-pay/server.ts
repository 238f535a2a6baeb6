import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Faults } from '../kernel/faults';
import { chinaDay, HospitalClock } from '../kernel/hospital-clock';
import {
  parseBody,
  type RunningServer,
  serve,
  type SimAnswer,
  type SimRequest,
  withFaults,
} from '../kernel/http-sim';
import { type Collection, Journal } from '../kernel/journal';
import { BillDesk, type BillFlaws } from './bill-desk';
import type { PayNotice, PayOrder, PayRefund } from './model';
import { Notifier, RETRY_SCHEDULE_MS } from './notifier';
import { Orders } from './orders';
import { encryptResource, type PayIdentity, platformHeaders, requestFault } from './pay-crypto';
import { PayFault } from './pay-fault';
import { Refunds, refundView } from './refunds';

export interface WechatPaySimOptions extends PayIdentity {
  port: number;
  journal?: Journal;
  faults?: Faults;
  clock?: HospitalClock;
  /** Waits between notifications; tests shorten them. */
  retryScheduleMs?: readonly number[];
  /** How long a refund takes. */
  refundDelayMs?: number;
}

export interface WechatPaySim extends RunningServer {
  orders: Orders;
  refunds: Refunds;
  notifier: Notifier;
  faults: Faults;
  identity: PayIdentity;
  records: {
    orders: Collection<PayOrder>;
    refunds: Collection<PayRefund>;
    notices: Collection<PayNotice>;
  };
  /** How often /v3/certificates was asked. */
  certificateDownloads(): number;
}

/** api.mch.weixin.qq.com: checks the merchant's signatures, signs every answer of its own. */
export async function startWechatPaySim(options: WechatPaySimOptions): Promise<WechatPaySim> {
  const journal = options.journal ?? new Journal();
  const faults = options.faults ?? new Faults();
  const clock = options.clock ?? new HospitalClock();
  const records: WechatPaySim['records'] = {
    orders: journal.collection('pay-orders'),
    refunds: journal.collection('pay-refunds'),
    notices: journal.collection('pay-notices'),
  };
  const flaws = journal.collection<BillFlaws>('pay-bills');
  const bills = new BillDesk(options, records.orders, records.refunds, flaws, faults);
  const schedule = options.retryScheduleMs ?? RETRY_SCHEDULE_MS;
  const notifier = new Notifier(options, records.notices, faults, clock, schedule);
  const orders = new Orders(options, records.orders, notifier, faults, clock);
  const refunds = new Refunds(
    options.mchId,
    records.orders,
    records.refunds,
    notifier,
    faults,
    clock,
    options.refundDelayMs ?? 1_500,
  );
  const api = new PayApi(options, faults, orders, refunds, records, clock, bills);
  const server = await serve(
    options.port,
    withFaults(
      faults,
      'wechat-pay',
      (request) => api.handle(request),
      (fault) => api.refusal(fault.status ?? 500, fault.code ?? 'SYSTEM_ERROR', '系统异常'),
    ),
  );
  notifier.resume();
  refunds.resume();
  return {
    ...server,
    orders,
    refunds,
    notifier,
    faults,
    identity: options,
    records,
    certificateDownloads: () => api.certificateDownloads,
    close: async () => {
      notifier.stop();
      refunds.stop();
      await server.close();
    },
  };
}

class PayApi {
  certificateDownloads = 0;
  private readonly bills = new Map<string, Buffer>();

  constructor(
    private readonly identity: PayIdentity,
    private readonly faults: Faults,
    private readonly orders: Orders,
    private readonly refunds: Refunds,
    private readonly records: WechatPaySim['records'],
    private readonly clock: HospitalClock,
    private readonly billDesk: BillDesk,
  ) {}

  async handle(request: SimRequest): Promise<SimAnswer> {
    try {
      const fault = requestFault(this.identity, request);
      if (fault) throw new PayFault(401, 'SIGN_ERROR', fault);
      return await this.route(request);
    } catch (error) {
      if (error instanceof PayFault) return this.refusal(error.status, error.code, error.message);
      throw error;
    }
  }

  refusal(status: number, code: string, message: string): SimAnswer {
    return this.answer(status, { code, message });
  }

  private route(request: SimRequest): Promise<SimAnswer> | SimAnswer {
    const { method, path, query, body } = request;
    const [, outTradeNo, isClose] =
      /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)(\/close)?$/.exec(path) ?? [];
    const [, outRefundNo] = /^\/v3\/refund\/domestic\/refunds\/([^/]+)$/.exec(path) ?? [];
    const [, transactionId] = /^\/v3\/pay\/transactions\/id\/([^/]+)$/.exec(path) ?? [];
    if (method === 'POST' && outTradeNo && isClose) return this.close(outTradeNo, body);
    if (method === 'GET' && outTradeNo && !isClose) return this.query(outTradeNo, query);
    if (method === 'GET' && transactionId) return this.queryById(transactionId, query);
    if (method === 'GET' && outRefundNo) return this.queryRefund(outRefundNo);
    switch (`${method} ${path}`) {
      case 'POST /v3/pay/transactions/jsapi':
        return this.create('JSAPI', body);
      case 'POST /v3/pay/transactions/native':
        return this.create('NATIVE', body);
      case 'POST /v3/refund/domestic/refunds':
        return this.refund(body);
      case 'GET /v3/certificates':
        return this.certificates();
      case 'GET /v3/bill/tradebill':
        return this.bill(request);
      case 'GET /v3/billdownload/file':
        return this.download(query.get('token') ?? '');
      default:
        throw new PayFault(404, 'RESOURCE_NOT_EXISTS', '接口不存在');
    }
  }

  private async create(tradeType: PayOrder['tradeType'], body: string): Promise<SimAnswer> {
    const order = await this.orders.create(tradeType, body);
    return this.answer(
      200,
      tradeType === 'JSAPI' ? { prepay_id: order.prepayId } : { code_url: order.codeUrl },
    );
  }

  private async query(outTradeNo: string, query: URLSearchParams): Promise<SimAnswer> {
    this.requireMerchant(query.get('mchid'));
    await this.clock.refresh();
    return this.answer(200, this.orders.view(this.orders.require(outTradeNo)));
  }

  private queryById(transactionId: string, query: URLSearchParams): SimAnswer {
    this.requireMerchant(query.get('mchid'));
    const order = this.records.orders
      .values()
      .find((candidate) => candidate.transactionId === transactionId);
    if (!order) throw new PayFault(404, 'ORDER_NOT_EXIST', '订单不存在');
    return this.answer(200, this.orders.view(order));
  }

  private close(outTradeNo: string, body: string): SimAnswer {
    this.requireMerchant(parseBody(body)?.['mchid']);
    this.orders.close(outTradeNo);
    return this.answer(204);
  }

  private async refund(body: string): Promise<SimAnswer> {
    const wish = parseBody(body);
    const amount = wish?.['amount'] as { refund?: unknown; total?: unknown } | undefined;
    const { out_trade_no: outTradeNo, out_refund_no: outRefundNo } = wish ?? {};
    const { reason, notify_url: notifyUrl } = wish ?? {};
    const isGood =
      typeof outTradeNo === 'string' &&
      typeof outRefundNo === 'string' &&
      /^[0-9A-Za-z_\-|*@]{1,64}$/.test(outRefundNo) &&
      Number.isInteger(amount?.refund) &&
      Number(amount?.refund) >= 1 &&
      Number.isInteger(amount?.total);
    if (!isGood) throw new PayFault(400, 'PARAM_ERROR', '退款参数有误');
    await this.clock.refresh();
    const refund = this.refunds.request({
      outTradeNo,
      outRefundNo,
      refundFen: Number(amount?.refund),
      totalFen: Number(amount?.total),
      ...(typeof reason === 'string' ? { reason } : {}),
      ...(typeof notifyUrl === 'string' ? { notifyUrl } : {}),
    });
    return this.answer(200, refundView(refund));
  }

  private queryRefund(outRefundNo: string): SimAnswer {
    const refund = this.records.refunds.get(outRefundNo);
    if (!refund) throw new PayFault(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
    return this.answer(200, refundView(refund));
  }

  private certificates(): SimAnswer {
    this.certificateDownloads += 1;
    // Merchants of the public-key age have no platform certificate to download.
    if (this.identity.mode === 'public-key') {
      throw new PayFault(404, 'RESOURCE_NOT_EXISTS', '无可用的平台证书');
    }
    const { apiV3Key, platformCertificate, platformSerial } = this.identity;
    return this.answer(200, {
      data: [
        {
          serial_no: platformSerial,
          effective_time: '2024-01-01T08:00:00+08:00',
          expire_time: '2044-01-01T08:00:00+08:00',
          encrypt_certificate: encryptResource(apiV3Key, platformCertificate, 'certificate'),
        },
      ],
    });
  }

  private async bill({ query, headers }: SimRequest): Promise<SimAnswer> {
    await this.clock.refresh();
    const day = query.get('bill_date') ?? '';
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new PayFault(400, 'PARAM_ERROR', '日期格式有误');
    if (day >= chinaDay(this.clock.now())) {
      throw new PayFault(400, 'STATEMENT_CREATING', '账单生成中');
    }
    const isLate = this.faults.take('wechat-pay', 'bill-not-ready') !== undefined;
    const csv = isLate ? undefined : this.billDesk.csv(day);
    if (!csv) throw new PayFault(400, 'NO_STATEMENT_EXIST', '账单文件不存在');
    const token = randomBytes(16).toString('hex');
    const isZipped = query.get('tar_type') === 'GZIP';
    this.bills.set(token, isZipped ? gzipSync(csv) : Buffer.from(csv));
    return this.answer(200, {
      hash_type: 'SHA1',
      hash_value: createHash('sha1').update(csv).digest('hex'),
      download_url: `http://${headers.host}/v3/billdownload/file?token=${token}`,
    });
  }

  private download(token: string): SimAnswer {
    const file = this.bills.get(token);
    if (!file) throw new PayFault(404, 'RESOURCE_NOT_EXISTS', '账单下载地址已失效');
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: file };
  }

  private requireMerchant(mchId: unknown): void {
    if (mchId !== this.identity.mchId) throw new PayFault(400, 'PARAM_ERROR', '商户号有误');
  }

  private answer(status: number, value?: unknown): SimAnswer {
    const body = value === undefined ? '' : JSON.stringify(value);
    const isForged = this.faults.take('wechat-pay', 'bad-response-signature') !== undefined;
    return {
      status,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...platformHeaders(this.identity, body, isForged),
      },
      ...(body ? { body } : {}),
    };
  }
}
