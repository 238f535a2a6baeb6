import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureLocalKeys, type LocalKeys } from '../keys';
import type { HospitalClock } from '../kernel/hospital-clock';
import { type MerchantEndpoint, startMerchantEndpoint } from './merchant-endpoint';
import {
  startWechatPaySim,
  type WechatPaySim,
  type WechatPaySimOptions,
} from '../wechat-pay/server';
import type { JsapiOrder, ProviderNotification } from '../../../src/adapters/wechat-pay/ports';
import {
  WechatPayProvider,
  type WechatPayOptions,
} from '../../../src/adapters/wechat-pay/wechat-pay-provider';

export type SignatureMode = WechatPaySimOptions['mode'];

/** A provider and a simulated WeChat Pay that know each other, over real sockets. */
export interface PayTestBench {
  sim: WechatPaySim;
  provider: WechatPayProvider;
  keys: LocalKeys;
  shop: MerchantEndpoint;
  providerWith(changes: Partial<WechatPayOptions>): WechatPayProvider;
  anOrder(changes?: Partial<JsapiOrder>): JsapiOrder;
  /** Everything that arrived and was proved genuine. */
  notifications(): Promise<ProviderNotification[]>;
  close(): Promise<void>;
}

// Keys take a moment to make; the tests of one file share them.
const dir = mkdtempSync(path.join(tmpdir(), 'suizhen-pay-'));
process.once('exit', () => rmSync(dir, { recursive: true, force: true }));

let serial = 0;

export async function payTestBench(
  mode: SignatureMode = 'public-key',
  clock?: HospitalClock,
): Promise<PayTestBench> {
  const keys = ensureLocalKeys(dir);
  const shop = await startMerchantEndpoint();
  const sim = await startWechatPaySim({
    ...keys,
    mode,
    port: 0,
    refundDelayMs: 20,
    retryScheduleMs: [20, 20, 20],
    ...(clock ? { clock } : {}),
  });
  const providerWith = (changes: Partial<WechatPayOptions>) =>
    new WechatPayProvider({
      baseUrl: sim.url,
      appId: keys.appId,
      mchId: keys.mchId,
      privateKey: keys.merchantPrivateKey,
      serial: keys.merchantSerial,
      apiV3Key: keys.apiV3Key,
      ...(mode === 'public-key'
        ? { publicKeyId: keys.publicKeyId, publicKey: keys.platformPublicKey }
        : {}),
      ...changes,
    });
  const provider = providerWith({});
  const anOrder = (changes: Partial<JsapiOrder> = {}): JsapiOrder => ({
    outTradeNo: `T${Date.now()}${(serial += 1)}`,
    description: '心内科 王医生 挂号费',
    amountFen: 2500,
    openid: 'oPatient0001',
    notifyUrl: shop.url,
    expiresAt: new Date(Date.now() + 15 * 60_000),
    ...changes,
  });
  const notifications = () =>
    Promise.all(shop.received.map((call) => provider.parseNotification(call)));
  const close = async () => {
    await sim.close();
    await shop.close();
  };
  return { sim, provider, keys, shop, providerWith, anOrder, notifications, close };
}
