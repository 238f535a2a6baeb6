import { createCipheriv, createSign, createVerify, randomBytes, randomUUID } from 'node:crypto';
import type { SimRequest } from '../kernel/http-sim';

export interface PayIdentity {
  appId: string;
  mchId: string;
  merchantPublicKey: string;
  merchantSerial: string;
  apiV3Key: string;
  platformPrivateKey: string;
  /** With which key WeChat Pay signs: the newer public key or the older platform certificate. */
  mode: 'public-key' | 'certificate';
  publicKeyId: string;
  platformCertificate: string;
  platformSerial: string;
}

const TOLERANCE_SECONDS = 300;

/** Headers of an answer or notification; `isForged` signs with a key that is not the platform's. */
export function platformHeaders(
  identity: PayIdentity,
  body: string,
  isForged = false,
): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(16).toString('hex');
  const signature = createSign('RSA-SHA256')
    // A forger may copy a whole real message; what he cannot make is a signature over his own.
    .update(`${timestamp}\n${nonce}\n${isForged ? `${body} ` : body}\n`)
    .sign(identity.platformPrivateKey, 'base64');
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial':
      identity.mode === 'public-key' ? identity.publicKeyId : identity.platformSerial,
    'Wechatpay-Signature': signature,
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
    'Request-ID': randomUUID(),
  };
}

/** Why the merchant's request is refused with 401, or `undefined`. */
export function requestFault(identity: PayIdentity, request: SimRequest): string | undefined {
  const header = /^WECHATPAY2-SHA256-RSA2048 (.+)$/.exec(request.headers.authorization ?? '');
  if (!header) return '缺少签名';
  const pairs = [...(header[1] ?? '').matchAll(/(\w+)="([^"]*)"/g)];
  const parts = Object.fromEntries(pairs.map(([, name, value]) => [name, value])) as Record<
    string,
    string | undefined
  >;
  if (parts['mchid'] !== identity.mchId) return '商户号不存在';
  if (parts['serial_no'] !== identity.merchantSerial) return '商户证书序列号有误';
  const age = Math.abs(Date.now() / 1000 - Number(parts['timestamp']));
  if (!(age <= TOLERANCE_SECONDS)) return '时间戳已过期';
  const message = [
    request.method,
    request.target,
    parts['timestamp'],
    parts['nonce_str'],
    request.body,
    '',
  ].join('\n');
  const isGood = verifies(message, parts['signature'] ?? '', identity.merchantPublicKey);
  return isGood ? undefined : '签名错误';
}

/** Did this merchant sign these parameters of `wx.requestPayment`? */
export function isPaySigned(
  identity: PayIdentity,
  params: {
    appId: string;
    timeStamp: string;
    nonceStr: string;
    package: string;
    signType: string;
    paySign: string;
  },
): boolean {
  const { appId, timeStamp, nonceStr, package: prepay, paySign, signType } = params;
  const message = `${appId}\n${timeStamp}\n${nonceStr}\n${prepay}\n`;
  return signType === 'RSA' && verifies(message, paySign, identity.merchantPublicKey);
}

export function encryptResource(apiV3Key: string, plain: string, associatedData: string) {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce);
  cipher.setAAD(Buffer.from(associatedData));
  const sealed = [cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: Buffer.concat(sealed).toString('base64'),
    nonce,
    associated_data: associatedData,
  };
}

function verifies(message: string, signature: string, publicKey: string): boolean {
  return createVerify('RSA-SHA256').update(message).verify(publicKey, signature, 'base64');
}
