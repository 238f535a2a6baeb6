import { createHmac, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { selfSignedCertificate } from './kernel/certificate';

/** Every identity and secret of the local mode, shared by the product and the simulators. */
export interface LocalKeys {
  appId: string;
  appSecret: string;
  mchId: string;
  merchantPrivateKey: string;
  merchantPublicKey: string;
  merchantSerial: string;
  apiV3Key: string;
  platformPrivateKey: string;
  platformPublicKey: string;
  publicKeyId: string;
  platformCertificate: string;
  platformSerial: string;
  smsAccessKey: string;
  smsSecret: string;
}

export interface LocalPorts {
  /** Where the product's API listens: notifications and receipts go there. */
  api: number;
  wechat: number;
  wechatPay: number;
  sms: number;
  smtp: number;
}

/** No real app id looks like this. */
const LOCAL_APP_ID = 'wxlocal00000000001';

const FILE = 'simulator-keys.json';

/** Made at the first start, then always the same: an order of yesterday must still verify. */
export function ensureLocalKeys(dir: string): LocalKeys {
  const file = path.join(dir, FILE);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as LocalKeys;
  const keys = createKeys();
  mkdirSync(dir, { recursive: true });
  // Written aside and renamed: a kill in between must not leave half a file behind.
  writeFileSync(`${file}.new`, JSON.stringify(keys, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return keys;
}

/** What the product needs to know to talk to the simulators instead of the real companies. */
export function localEnvironment(dir: string, ports: LocalPorts): Record<string, string> {
  const keys = ensureLocalKeys(dir);
  return {
    WECHAT_BASE_URL: `http://127.0.0.1:${ports.wechat}`,
    WECHAT_APP_ID: keys.appId,
    WECHAT_APP_SECRET: keys.appSecret,
    WECHAT_PAY_BASE_URL: `http://127.0.0.1:${ports.wechatPay}`,
    WECHAT_PAY_MCH_ID: keys.mchId,
    WECHAT_PAY_MERCHANT_KEY: keys.merchantPrivateKey,
    WECHAT_PAY_MERCHANT_SERIAL: keys.merchantSerial,
    WECHAT_PAY_API_V3_KEY: keys.apiV3Key,
    WECHAT_PAY_PUBLIC_KEY_ID: keys.publicKeyId,
    WECHAT_PAY_PUBLIC_KEY: keys.platformPublicKey,
    WECHAT_PAY_NOTIFY_BASE_URL: `http://127.0.0.1:${ports.api}`,
    SMS_BASE_URL: `http://127.0.0.1:${ports.sms}`,
    SMS_ACCESS_KEY: keys.smsAccessKey,
    SMS_SECRET: keys.smsSecret,
    SMS_SIGN_NAME: '随诊医院',
    // Made from a key there is: files of an earlier version stay good.
    PACS_LINK_KEY: createHmac('sha256', keys.apiV3Key).update('pacs').digest('hex'),
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    SIM_DATA_DIR: dir, // for the simulators' own process
    MAIL_FROM: '随诊医院 <no-reply@suizhen.example>',
  };
}

function createKeys(): LocalKeys {
  const merchant = rsaKeyPair();
  const platform = rsaKeyPair();
  const platformCertificate = selfSignedCertificate(platform.privateKey, 'Suizhen simulated Pay');
  return {
    appId: LOCAL_APP_ID,
    appSecret: hex(16),
    mchId: '1900000001',
    merchantPrivateKey: merchant.privateKey,
    merchantPublicKey: merchant.publicKey,
    merchantSerial: hex(20).toUpperCase(),
    apiV3Key: hex(16), // 32 characters are the 32 bytes of the key
    platformPrivateKey: platform.privateKey,
    platformPublicKey: platform.publicKey,
    publicKeyId: `PUB_KEY_ID_01${hex(12).toUpperCase()}`,
    platformCertificate,
    platformSerial: new X509Certificate(platformCertificate).serialNumber,
    smsAccessKey: `LOCAL${hex(8)}`,
    smsSecret: hex(16),
  };
}

function rsaKeyPair(): { privateKey: string; publicKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
