import { createHash } from 'node:crypto';
import type { OutgoingResponse } from '../http/outgoing';
import { NetworkError, parseJsonObject, sendRequest } from '../http/outgoing';
import { ProviderRefused, ProviderUnavailable, SignatureError } from './errors';
import type { PlatformKeys } from './platform-keys';
import { requirePlatformSignature } from './signature-check';

const LIBRARY_HOST = 'https://api.mch.weixin.qq.com';

interface LibraryAnswer {
  status: number;
  data?: Record<string, unknown>;
}

export interface SignedHttpOptions {
  baseUrl: string;
  timeoutMs: number;
  publicKeyId?: string;
  now: () => number;
}

/**
 * The HTTP layer put under wechatpay-node-v3 (`createHttp`): our base URL, a time limit, and above
 * all the check of every answer's signature, which the library leaves out. Failures are thrown.
 */
export class SignedHttp {
  constructor(
    private readonly keys: PlatformKeys,
    private readonly options: SignedHttpOptions,
  ) {}

  get(url: string, headers: Record<string, string>): Promise<LibraryAnswer> {
    return this.call('GET', url, headers);
  }

  post(url: string, params: object, headers: Record<string, string>): Promise<LibraryAnswer> {
    // The library signed JSON.stringify(params); the same text must go over the wire.
    return this.call('POST', url, headers, JSON.stringify(params));
  }

  upload(): Promise<never> {
    return Promise.reject(new Error('uploads are not used'));
  }

  /** A bill's file is not signed; its digest, taken from a signed answer, vouches for it. */
  async download(url: string, headers: Record<string, string>): Promise<Buffer> {
    const response = await this.exchange('billdownload', 'GET', url, headers);
    if (response.status !== 200) throw refusal('billdownload', response);
    return response.bytes;
  }

  /** Certificates vouch for themselves: they are encrypted under our APIv3 key. */
  async unverified(url: string, headers: Record<string, string>): Promise<LibraryAnswer> {
    const response = await this.exchange('certificates', 'GET', url, headers);
    return answerOf('certificates', response);
  }

  private async call(
    method: 'GET' | 'POST',
    url: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<LibraryAnswer> {
    const operation = operationOf(url);
    const response = await this.exchange(operation, method, url, headers, body);
    await this.verify(operation, response);
    return answerOf(operation, response);
  }

  private async verify(operation: string, response: OutgoingResponse): Promise<void> {
    try {
      await requirePlatformSignature(
        this.keys,
        this.options.now,
        (name) => response.headers.get(name) ?? undefined,
        response.bytes.toString('utf8'),
      );
    } catch (error) {
      if (!(error instanceof SignatureError)) throw error;
      // «Your signature is wrong» comes unsigned, and no repetition will mend our settings.
      if (response.status === 401) throw refusal(operation, response);
      // A gateway's plain 5xx or 429 is not signed either: in both cases nothing is known.
      const reason = isBusy(response.status) ? 'busy' : 'response-signature';
      throw new ProviderUnavailable(operation, reason);
    }
  }

  private async exchange(
    operation: string,
    method: 'GET' | 'POST',
    url: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<OutgoingResponse> {
    const attempt = () =>
      sendRequest({
        method,
        url: url.replace(LIBRARY_HOST, this.options.baseUrl),
        headers: this.headersToSend(headers),
        ...(body === undefined ? {} : { body }),
        timeoutMs: this.options.timeoutMs,
      });
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      if (error.failure === 'timeout') throw new ProviderUnavailable(operation, 'timeout');
    }
    // Every operation used is idempotent by its number, so one quick repeat after a broken
    // connection is safe; after a time-out the person has already waited long enough.
    return attempt().catch((error: unknown) => {
      const isLate = error instanceof NetworkError && error.failure === 'timeout';
      const failure = isLate ? 'timeout' : 'unreachable';
      throw new ProviderUnavailable(operation, failure);
    });
  }

  private headersToSend(headers: Record<string, string>): Record<string, string> {
    const { publicKeyId } = this.options;
    return { ...headers, ...(publicKeyId ? { 'Wechatpay-Serial': publicKeyId } : {}) };
  }
}

function answerOf(operation: string, response: OutgoingResponse): LibraryAnswer {
  if (response.status >= 400) throw refusal(operation, response);
  if (response.bytes.length === 0) return { status: response.status };
  const data = parseJsonObject(response.bytes.toString('utf8'));
  if (!data) throw new ProviderUnavailable(operation, 'bad-answer');
  return { status: response.status, data };
}

function refusal(operation: string, response: OutgoingResponse): Error {
  if (isBusy(response.status)) return new ProviderUnavailable(operation, 'busy');
  const code = parseJsonObject(response.bytes.toString('utf8'))?.['code'];
  return new ProviderRefused(operation, typeof code === 'string' ? code : 'NONE', response.status);
}

function isBusy(status: number): boolean {
  return status >= 500 || status === 429;
}

/** A name for errors and logs without the numbers of orders in it. */
function operationOf(url: string): string {
  const path = url.replace(LIBRARY_HOST, '').replace(/\?.*/, '');
  return path.replace(/(out-trade-no|refunds)\/[^/]+/, '$1/…').replace(/^\/v3\//, '');
}

export function sha1Hex(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex');
}
