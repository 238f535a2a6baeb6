import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { HospitalClock } from '../../dev/simulators/kernel/hospital-clock';
import { ensureLocalKeys } from '../../dev/simulators/keys';
import { startWechatPaySim, type WechatPaySim } from '../../dev/simulators/wechat-pay/server';
import { startTestApp, type TestApp } from './app';

export interface PayingApp {
  app: TestApp;
  sim: WechatPaySim;
  close(): Promise<void>;
}

/** What stands in payments and bills follows the application's own clock; tests tell it which. */
class AppClock extends HospitalClock {
  app: TestApp | undefined;

  override now(): Date {
    return this.app?.clock.now() ?? super.now();
  }
}

/** The application with a simulated WeChat Pay that knows it, over real sockets and with real signatures. */
export async function startPayingApp(
  options: { env?: Record<string, string>; refundDelayMs?: number; oneClock?: boolean } = {},
): Promise<PayingApp> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'suizhen-pay-'));
  const keys = ensureLocalKeys(dir);
  const clock = new AppClock();
  const sim = await startWechatPaySim({
    ...keys,
    ...(options.oneClock ? { clock } : {}),
    mode: 'public-key',
    port: 0,
    refundDelayMs: options.refundDelayMs ?? 0,
    retryScheduleMs: [],
  });
  // The application's address is known only once it listens; WeChat Pay must know it before.
  let target = '';
  const door = createServer((incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const passed = forward(`${target}${url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const app = await startTestApp({
    env: {
      WECHAT_APP_ID: keys.appId,
      WECHAT_PAY_BASE_URL: sim.url,
      WECHAT_PAY_MCH_ID: keys.mchId,
      WECHAT_PAY_MERCHANT_KEY: keys.merchantPrivateKey,
      WECHAT_PAY_MERCHANT_SERIAL: keys.merchantSerial,
      WECHAT_PAY_API_V3_KEY: keys.apiV3Key,
      WECHAT_PAY_PUBLIC_KEY_ID: keys.publicKeyId,
      WECHAT_PAY_PUBLIC_KEY: keys.platformPublicKey,
      WECHAT_PAY_NOTIFY_BASE_URL: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
      ...options.env,
    },
  });
  target = app.url;
  clock.app = app;
  return {
    app,
    sim,
    close: async () => {
      await app.close();
      await sim.close();
      door.closeAllConnections();
      await new Promise((resolve) => door.close(resolve));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
