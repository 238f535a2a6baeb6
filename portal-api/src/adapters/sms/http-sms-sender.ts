import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { NetworkError, parseJsonObject, sendRequest, withoutTrailingSlash } from '../http/outgoing';
import { SmsError, SmsSignatureError } from './errors';
import type { RawReceipts, Receipt, SmsMessage, SmsSender } from './ports';
import { isSmsSigned, smsSignature } from './signing';

export interface SmsOptions {
  baseUrl: string;
  accessKey: string;
  secret: string;
  /** The registered signature that opens every message, shown as 【…】. */
  signName: string;
  timeoutMs?: number;
  /** Real time, for signatures. */
  now?: () => number;
}

const SEND_PATH = '/v1/messages';
const RECEIPTS_PATH = '/v1/receipts';
const TOLERANCE_MS = 5 * 60_000;
const RETRYABLE_CODES = new Set(['THROTTLED', 'SYSTEM_BUSY']);

const receiptsSchema = z.object({
  receipts: z.array(
    z.object({
      bizId: z.string(),
      clientId: z.string(),
      status: z.enum(['DELIVERED', 'FAILED']),
      errCode: z.string().optional(),
      reportTime: z.iso.datetime({ offset: true }),
    }),
  ),
});

/** A vendor's JSON API with registered templates, signed both ways. */
export class HttpSmsSender implements SmsSender {
  private readonly now: () => number;

  constructor(private readonly options: SmsOptions) {
    this.now = options.now ?? Date.now;
  }

  async send(message: SmsMessage): Promise<{ vendorId: string }> {
    const body = JSON.stringify({
      signName: this.options.signName,
      to: message.to,
      templateCode: message.templateCode,
      templateParams: message.params,
      clientId: message.clientId,
    });
    const answer = await this.post(SEND_PATH, body).catch((error: unknown) => {
      // The vendor drops repeats of a clientId, so one quick repeat cannot send twice.
      if (error instanceof SmsError && error.code === 'UNREACHABLE')
        return this.post(SEND_PATH, body);
      throw error;
    });
    const { code, bizId } = answer;
    if (code === 'OK' && typeof bizId === 'string') return { vendorId: bizId };
    throw refusalOf(code);
  }

  async receiptsOf(clientIds: readonly string[]): Promise<Receipt[]> {
    const answer = await this.post(RECEIPTS_PATH, JSON.stringify({ clientIds }));
    if (answer.code !== 'OK') throw refusalOf(answer.code);
    const parsed = receiptsSchema.safeParse(answer);
    if (!parsed.success) throw refusalOf(undefined);
    return parsed.data.receipts.map(receiptOf);
  }

  parseReceipts({ headers, rawBody }: RawReceipts): Receipt[] {
    const body = Buffer.from(rawBody).toString('utf8');
    this.requireSignature(headers, body);
    const parsed = receiptsSchema.safeParse(parseJsonObject(body));
    if (!parsed.success) throw new SmsSignatureError('malformed');
    return parsed.data.receipts.map(receiptOf);
  }

  private async post(path: string, body: string): Promise<Record<string, unknown>> {
    const timestamp = String(Math.floor(this.now() / 1000));
    const nonce = randomUUID();
    const parts = { path, timestamp, nonce, body };
    const response = await sendRequest({
      method: 'POST',
      url: withoutTrailingSlash(this.options.baseUrl) + path,
      headers: {
        'content-type': 'application/json',
        'x-sms-access-key': this.options.accessKey,
        'x-sms-timestamp': timestamp,
        'x-sms-nonce': nonce,
        'x-sms-signature': smsSignature(this.options.secret, parts),
      },
      body,
      timeoutMs: this.options.timeoutMs ?? 6_000,
    }).catch((error: unknown) => {
      const timeout = error instanceof NetworkError && error.failure === 'timeout';
      throw new SmsError(timeout ? 'TIMEOUT' : 'UNREACHABLE', true);
    });
    if (response.status >= 500 || response.status === 429) throw new SmsError('SYSTEM_BUSY', true);
    return parseJsonObject(response.bytes.toString('utf8')) ?? {};
  }

  private requireSignature(headers: RawReceipts['headers'], body: string): void {
    const timestamp = first(headers['x-sms-timestamp']);
    const nonce = first(headers['x-sms-nonce']);
    const signature = first(headers['x-sms-signature']);
    if (!timestamp || !nonce || !signature) throw new SmsSignatureError('missing-headers');
    const age = Math.abs(this.now() - Number(timestamp) * 1000);
    if (!(age <= TOLERANCE_MS)) throw new SmsSignatureError('stale');
    if (!isSmsSigned(this.options.secret, { path: '', timestamp, nonce, body }, signature)) {
      throw new SmsSignatureError('bad-signature');
    }
  }
}

function receiptOf(receipt: z.infer<typeof receiptsSchema>['receipts'][number]): Receipt {
  return {
    vendorId: receipt.bizId,
    clientId: receipt.clientId,
    status: receipt.status === 'DELIVERED' ? 'delivered' : 'failed',
    ...(receipt.errCode ? { reason: receipt.errCode } : {}),
    at: new Date(receipt.reportTime),
  };
}

function refusalOf(code: unknown): SmsError {
  const name = typeof code === 'string' ? code : 'BAD_ANSWER';
  return new SmsError(name, name === 'BAD_ANSWER' || RETRYABLE_CODES.has(name));
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
