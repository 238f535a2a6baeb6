import { createPublicKey, randomBytes } from 'node:crypto';
import Pay from 'wechatpay-node-v3';
import type { SignedHttp } from './signed-http';
import { authorizationHeader } from './signing';

export interface Merchant {
  mchId: string;
  appId: string;
  privateKey: string;
  serial: string;
  apiV3Key: string;
}

/**
 * wechatpay-node-v3, which knows the addresses and shapes of the API, with its weak parts replaced:
 * nonces from Math.random become random ones, the HTTP layer is ours.
 */
export class PayLibrary extends Pay {
  constructor(
    private readonly merchant: Merchant,
    private readonly http: SignedHttp,
    private readonly now: () => number,
  ) {
    super({
      appid: merchant.appId,
      mchid: merchant.mchId,
      serial_no: merchant.serial,
      // Wanted only to read a serial from, which is given; it must merely be there.
      publicKey: Buffer.from(publicPem(merchant.privateKey)),
      privateKey: Buffer.from(merchant.privateKey),
      key: merchant.apiV3Key,
    });
    this.createHttp(http);
  }

  protected override buildAuthorization(method: string, url: string, params?: object): string {
    return authorizationHeader(this.merchant, {
      method,
      pathAndQuery: url.replace(/^https?:\/\/[^/]+/, ''),
      timestamp: String(Math.floor(this.now() / 1000)),
      nonce: randomNonce(),
      body: params ? JSON.stringify(params) : '',
    });
  }

  download(url: string): Promise<Buffer> {
    return this.http.download(url, { authorization: this.buildAuthorization('GET', url) });
  }

  async encryptedCertificates(): Promise<unknown> {
    const url = 'https://api.mch.weixin.qq.com/v3/certificates';
    const authorization = this.buildAuthorization('GET', url);
    const answer = await this.http.unverified(url, { authorization, accept: 'application/json' });
    return answer.data?.['data'];
  }
}

export function randomNonce(): string {
  return randomBytes(16).toString('hex').toUpperCase();
}

function publicPem(privateKey: string): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
}
