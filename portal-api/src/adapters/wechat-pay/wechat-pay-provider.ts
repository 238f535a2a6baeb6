import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { withoutTrailingSlash } from '../http/outgoing';
import { ProviderRefused, ProviderUnavailable } from './errors';
import { readNotification } from './notification';
import { paymentOf, refundOf, refundSchema, transactionSchema } from './outcomes';
import { type Merchant, PayLibrary, randomNonce } from './pay-library';
import { PlatformKeys } from './platform-keys';
import type {
  CloseOutcome,
  JsapiOrder,
  JsapiParams,
  NewOrder,
  PaymentProvider,
  ProviderBill,
  ProviderNotification,
  ProviderPayment,
  ProviderRefund,
  RawNotification,
  RefundRequest,
} from './ports';
import { decryptResource, type EncryptedResource } from './resource';
import { requirePlatformSignature } from './signature-check';
import { sha1Hex, SignedHttp } from './signed-http';
import { paySign } from './signing';
import { parseTradeBill } from './trade-bill';

export interface WechatPayOptions extends Merchant {
  /** https://api.mch.weixin.qq.com, or a simulator. */
  baseUrl: string;
  /** Public-key mode (today's default): both. */
  publicKeyId?: string;
  publicKey?: string;
  /** Certificate mode: what is known at the start; more is fetched when it is needed. */
  platformCertificates?: readonly string[];
  timeoutMs?: number;
  /** Real time, whatever the hospital's clock says: signatures live five minutes. */
  now?: () => number;
}

/** WeChat Pay v3 for one merchant: JSAPI (mini-program) and Native (QR code). */
export class WechatPayProvider implements PaymentProvider {
  private readonly keys: PlatformKeys;
  private readonly library: PayLibrary;
  private readonly now: () => number;

  constructor(private readonly options: WechatPayOptions) {
    this.now = options.now ?? Date.now;
    // With a public key configured nothing is ever downloaded.
    const source = options.publicKey ? undefined : () => this.downloadCertificates();
    this.keys = new PlatformKeys(this.now, source);
    if (options.publicKeyId && options.publicKey) {
      this.keys.addPublicKey(options.publicKeyId, options.publicKey);
    }
    for (const pem of options.platformCertificates ?? []) this.keys.addCertificate(pem);
    const http = new SignedHttp(this.keys, {
      baseUrl: withoutTrailingSlash(options.baseUrl),
      timeoutMs: options.timeoutMs ?? 8_000,
      ...(options.publicKeyId ? { publicKeyId: options.publicKeyId } : {}),
      now: this.now,
    });
    this.library = new PayLibrary(options, http, this.now);
  }

  async createJsapi(order: JsapiOrder): Promise<JsapiParams> {
    const payload = { ...orderPayload(order), payer: { openid: order.openid } };
    const answer = await this.library.transactions_jsapi(payload);
    const prepayPackage = (answer.data as Partial<JsapiParams> | undefined)?.package;
    if (!prepayPackage) throw new ProviderUnavailable('pay/transactions/jsapi', 'bad-answer');
    return this.jsapiParams(prepayPackage);
  }

  async createNative(order: NewOrder): Promise<{ codeUrl: string }> {
    const answer = await this.library.transactions_native(orderPayload(order));
    const codeUrl = (answer.data as { code_url?: string } | undefined)?.code_url;
    if (!codeUrl) throw new ProviderUnavailable('pay/transactions/native', 'bad-answer');
    return { codeUrl };
  }

  async query(outTradeNo: string): Promise<ProviderPayment> {
    const answer = await unlessUnknown(this.library.query({ out_trade_no: outTradeNo }));
    if (!answer) return { kind: 'unknown-order' };
    const payment = paymentOf(parse('query', transactionSchema, answer.data));
    if (!payment) throw new ProviderUnavailable('query', 'bad-answer');
    return payment;
  }

  async close(outTradeNo: string): Promise<CloseOutcome> {
    try {
      return (await unlessUnknown(this.library.close(outTradeNo))) ? 'closed' : 'unknown-order';
    } catch (error) {
      const code = error instanceof ProviderRefused ? error.code : '';
      if (code === 'ORDER_PAID' || code === 'ORDERPAID') return 'already-paid';
      if (code === 'ORDER_CLOSED' || code === 'ORDERCLOSED') return 'closed';
      throw error;
    }
  }

  async refund(request: RefundRequest): Promise<ProviderRefund> {
    const answer = await this.library.refunds({
      out_trade_no: request.outTradeNo,
      out_refund_no: request.outRefundNo,
      reason: cut(request.reason, 80),
      notify_url: request.notifyUrl,
      amount: { refund: request.refundFen, total: request.totalFen, currency: 'CNY' },
    });
    return this.readRefund(answer.data);
  }

  async queryRefund(outRefundNo: string): Promise<ProviderRefund | undefined> {
    const answer = await unlessUnknown(this.library.find_refunds(outRefundNo));
    return answer ? this.readRefund(answer.data) : undefined;
  }

  async parseNotification(notification: RawNotification): Promise<ProviderNotification> {
    const body = Buffer.from(notification.rawBody).toString('utf8');
    const header = (name: string) => {
      const value = notification.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    await requirePlatformSignature(this.keys, this.now, header, body);
    return readNotification(body, this.options);
  }

  async bill(date: string): Promise<ProviderBill> {
    try {
      return { kind: 'bill', rows: parseTradeBill(await this.tradeBill(date)) };
    } catch (error) {
      const code = error instanceof ProviderRefused ? error.code : '';
      if (code === 'STATEMENT_CREATING') return { kind: 'being-made' };
      if (code === 'NO_STATEMENT_EXIST') return { kind: 'none' };
      throw error;
    }
  }

  /** The day's bill as it comes; amounts in it are in yuan. */
  async tradeBill(date: string): Promise<string> {
    const answer = await this.library.tradebill({
      bill_date: date,
      bill_type: 'ALL',
      tar_type: 'GZIP',
    });
    const bill = answer.data as { download_url?: string; hash_value?: string } | undefined;
    if (!bill?.download_url) throw new ProviderUnavailable('bill/tradebill', 'bad-answer');
    const csv = unzip(await this.library.download(bill.download_url));
    // The file itself is not signed; only this digest, from the signed answer, speaks for it.
    if (sha1Hex(csv) !== bill.hash_value?.toLowerCase()) {
      throw new ProviderUnavailable('billdownload', 'response-signature');
    }
    return csv.toString('utf8');
  }

  private jsapiParams(prepayPackage: string): JsapiParams {
    const { appId, privateKey } = this.options;
    const timeStamp = String(Math.floor(this.now() / 1000));
    const nonceStr = randomNonce();
    const signature = paySign({ appId, timeStamp, nonceStr, prepayPackage }, privateKey);
    return {
      appId,
      timeStamp,
      nonceStr,
      package: prepayPackage,
      signType: 'RSA',
      paySign: signature,
    };
  }

  private readRefund(data: unknown): ProviderRefund {
    const refund = refundOf(parse('refund', refundSchema, data));
    if (!refund) throw new ProviderUnavailable('refund', 'bad-answer');
    return refund;
  }

  private async downloadCertificates(): Promise<string[]> {
    const entries = (await this.library.encryptedCertificates()) as {
      encrypt_certificate: EncryptedResource;
    }[];
    return entries.map((entry) =>
      decryptResource(entry.encrypt_certificate, this.options.apiV3Key),
    );
  }
}

function orderPayload(order: NewOrder) {
  return {
    description: cut(order.description, 127),
    out_trade_no: order.outTradeNo,
    time_expire: rfc3339(order.expiresAt),
    notify_url: order.notifyUrl,
    amount: { total: order.amountFen, currency: 'CNY' },
  };
}

/** WeChat counts bytes; a Chinese character takes three. */
function cut(text: string, bytes: number): string {
  let kept = '';
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytes) break;
    kept += character;
  }
  return kept;
}

/** Without milliseconds, which WeChat Pay does not take. */
function rfc3339(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, '+00:00');
}

async function unlessUnknown<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    // 404 is also what a wrong address answers: only its codes say that the number is unknown.
    if (error instanceof ProviderRefused && UNKNOWN_CODES.has(error.code)) return undefined;
    throw error;
  }
}

const UNKNOWN_CODES = new Set(['ORDER_NOT_EXIST', 'ORDERNOTEXIST', 'RESOURCE_NOT_EXISTS']);

function parse<T extends z.ZodType>(operation: string, schema: T, data: unknown): z.infer<T> {
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw new ProviderUnavailable(operation, 'bad-answer');
  return parsed.data;
}

function unzip(file: Buffer): Buffer {
  try {
    return gunzipSync(file);
  } catch {
    throw new ProviderUnavailable('billdownload', 'bad-answer');
  }
}
