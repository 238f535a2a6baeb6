import { X509Certificate } from 'node:crypto';
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SmtpMailSender } from '../../src/adapters/mail';
import { HttpSmsSender } from '../../src/adapters/sms';
import { HttpWechatClient } from '../../src/adapters/wechat';
import { WechatPayProvider } from '../../src/adapters/wechat-pay';
import { Faults } from './kernel/faults';
import { ensureLocalKeys } from './keys';
import { type Simulators, startSimulators } from './start';

const KEYS_FILE = 'simulator-keys.json';

let keysDir: string;
let dir: string;
let simulators: Simulators;

// Making keys takes a moment; every test gets a copy of the same.
beforeAll(() => {
  keysDir = mkdtempSync(path.join(tmpdir(), 'suizhen-keys-'));
  ensureLocalKeys(keysDir);
});

afterAll(() => rmSync(keysDir, { recursive: true, force: true }));

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'suizhen-sim-'));
  copyFileSync(path.join(keysDir, KEYS_FILE), path.join(dir, KEYS_FILE));
  simulators = await startSimulators({ dir, refundDelayMs: 20, receiptDelayMs: 5 });
});

afterEach(async () => {
  await simulators.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The product's clients, set up from nothing but the environment it would get. */
function clients() {
  const env = simulators.environment(1);
  const read = (name: string) => env[name] ?? expect.fail(`${name} is not given`);
  return {
    wechat: new HttpWechatClient({
      baseUrl: read('WECHAT_BASE_URL'),
      appId: read('WECHAT_APP_ID'),
      appSecret: read('WECHAT_APP_SECRET'),
    }),
    pay: new WechatPayProvider({
      baseUrl: read('WECHAT_PAY_BASE_URL'),
      appId: read('WECHAT_APP_ID'),
      mchId: read('WECHAT_PAY_MCH_ID'),
      privateKey: read('WECHAT_PAY_MERCHANT_KEY'),
      serial: read('WECHAT_PAY_MERCHANT_SERIAL'),
      apiV3Key: read('WECHAT_PAY_API_V3_KEY'),
      publicKeyId: read('WECHAT_PAY_PUBLIC_KEY_ID'),
      publicKey: read('WECHAT_PAY_PUBLIC_KEY'),
    }),
    sms: new HttpSmsSender({
      baseUrl: read('SMS_BASE_URL'),
      accessKey: read('SMS_ACCESS_KEY'),
      secret: read('SMS_SECRET'),
      signName: read('SMS_SIGN_NAME'),
    }),
    mail: new SmtpMailSender({ url: read('SMTP_URL'), from: read('MAIL_FROM') }),
  };
}

function anOrder(outTradeNo: string) {
  return {
    outTradeNo,
    description: '骨科 挂号费',
    amountFen: 5000,
    openid: 'oAnyone',
    notifyUrl: 'http://127.0.0.1:9/callback', // Nobody is there.
    expiresAt: new Date(Date.now() + 900_000),
  };
}

const aCode = (clientId: string, code: string) => ({
  to: '13800138000',
  templateCode: 'LOGIN_CODE',
  params: { code, minutes: '5' },
  clientId,
});

describe('control', () => {
  it('mints codes with which the product signs a person in', async () => {
    const { control } = simulators;
    const { code, openid } = await control.mintWechatCode({ phone: '13800138000' });
    expect((await clients().wechat.codeToSession(code)).openid).toBe(openid);
    const phone = await control.mintPhoneCode({ openid });
    expect((await clients().wechat.phoneNumber(phone.code)).phoneNumber).toBe('13800138000');
    const other = await control.mintWechatCode({ openid: 'oWithoutPhone' });
    expect(other.openid).toBe('oWithoutPhone');
    await expect(control.mintPhoneCode({ openid: 'oWithoutPhone' })).rejects.toThrow('手机号');
  });

  it('reads the code from the newest message of a phone', async () => {
    const { sms } = clients();
    await sms.send(aCode('1', '111111'));
    const before = await simulators.control.latestSms('13800138000');
    const waiting = simulators.control.nextSmsCode('13800138000', before?.bizId);
    await sms.send(aCode('2', '222222'));
    expect(await waiting).toBe('222222');
  });

  it('reads mail', async () => {
    const messageId = '<m1@suizhen.example>';
    await clients().mail.send({ to: 'a@example.com', subject: '预约', text: '您好', messageId });
    expect(await simulators.control.mails('a@example.com')).toMatchObject([{ subject: '预约' }]);
  });

  it('pays, refuses and pays late', async () => {
    const { pay } = clients();
    const { control } = simulators;
    const { codeUrl } = await pay.createNative(anOrder('T-native-1'));
    expect((await control.pendingOrders()).map((order) => order.outTradeNo)).toEqual([
      'T-native-1',
    ]);
    await control.refuse({ codeUrl });
    expect((await pay.query('T-native-1')).kind).toBe('not-paid');
    await pay.close('T-native-1');
    await expect(control.pay({ codeUrl })).rejects.toThrow('已关闭');
    await control.pay({ codeUrl }, { force: true });
    expect((await pay.query('T-native-1')).kind).toBe('paid');
  });

  it('answers wx.requestPayment as WeChat does, and checks who signed', async () => {
    const { pay } = clients();
    const params = await pay.createJsapi(anOrder('T-jsapi-1'));
    const { control } = simulators;
    const forged = { ...params, nonceStr: 'changed' };
    expect((await control.requestPayment(forged)).errMsg).toMatch(/fail/);
    expect(await control.requestPayment(params, 'refuse')).toEqual({
      errMsg: 'requestPayment:fail cancel',
    });
    expect((await control.requestPayment(params)).errMsg).toBe('requestPayment:ok');
    expect((await pay.query('T-jsapi-1')).kind).toBe('paid');
  });

  it('sets and clears faults', async () => {
    const { control } = simulators;
    await control.setFault({ simulator: 'sms', kind: 'error', code: 'THROTTLED', count: 1 });
    await expect(clients().sms.send(aCode('3', '333333'))).rejects.toThrow('THROTTLED');
    expect((await control.state()).faults).toEqual([]);
    await control.setFault({ simulator: 'mail', kind: 'delay' });
    await control.clearFaults();
    expect((await control.state()).faults).toEqual([]);
  });

  it('answers JSON only, so that a page elsewhere cannot post to it', async () => {
    const response = await fetch(`${simulators.consoleUrl}api/orders/pay`, {
      method: 'POST',
      body: '{"outTradeNo":"T-1"}',
    });
    expect(response.status).toBe(400);
  });
});

describe('the pages', () => {
  it.each(['', 'pay', 'sim.css', 'app.js', 'payments.js'])('serve /sim/%s', async (page) => {
    const response = await fetch(simulators.consoleUrl + page);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  it('load nothing that is not served', async () => {
    const missing: string[] = [];
    for (const page of [
      '',
      'pay',
      'app.js',
      'clock.js',
      'faults.js',
      'inbox.js',
      'payments.js',
      'pay.js',
    ]) {
      const text = await (await fetch(simulators.consoleUrl + page)).text();
      for (const [, name] of text.matchAll(/(?:from '\.\/|src="|href=")([\w.]+\.(?:js|css))/g)) {
        const response = await fetch(simulators.consoleUrl + name);
        if (!response.ok) missing.push(`${page} → ${name}`);
      }
    }
    expect(missing).toEqual([]);
  });
});

describe('a restart', () => {
  async function restart(): Promise<void> {
    await simulators.close();
    // As after a kill in the middle of a write.
    appendFileSync(path.join(dir, 'simulators.jsonl'), '{"c":"pay-orders","k":"T-to');
    simulators = await startSimulators({ dir, ports: simulators.ports, refundDelayMs: 20 });
  }

  it('keeps orders, messages, users, tokens and faults', async () => {
    const { control } = simulators;
    const { wechat, pay, sms } = clients();
    const { openid } = await control.mintWechatCode({ phone: '13800138000' });
    const phone = await control.mintPhoneCode({ openid });
    await pay.createJsapi(anOrder('T-before-restart'));
    await sms.send(aCode('4', '444444'));
    await control.setFault({ simulator: 'sms', kind: 'error', match: 'elsewhere' });
    await restart();
    expect((await wechat.phoneNumber(phone.code)).phoneNumber).toBe('13800138000');
    await control.pay('T-before-restart');
    expect((await pay.query('T-before-restart')).kind).toBe('paid');
    expect((await control.latestSms('13800138000'))?.code).toBe('444444');
    await sms.send(aCode('4', '444444'));
    expect(await control.smsTo('13800138000')).toHaveLength(1);
    expect((await control.state()).faults).toHaveLength(1);
  });

  it('finishes refunds that were under way', async () => {
    const { control } = simulators;
    const { pay } = clients();
    await pay.createJsapi(anOrder('T-refund-restart'));
    await control.pay('T-refund-restart');
    await pay.refund({
      outTradeNo: 'T-refund-restart',
      outRefundNo: 'R-restart',
      refundFen: 5000,
      totalFen: 5000,
      reason: '退号',
      notifyUrl: 'http://127.0.0.1:9/callback',
    });
    await restart();
    const kind = async () => (await pay.queryRefund('R-restart'))?.kind;
    await expect.poll(kind, { timeout: 10_000 }).toBe('success');
  });

  it('does not let the file grow with history', async () => {
    for (let n = 0; n < 50; n += 1) {
      await simulators.control.setFault({ simulator: 'mail', kind: 'delay', value: n });
    }
    await restart();
    const lines = readFileSync(path.join(dir, 'simulators.jsonl'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(1);
  });
});

describe('the hospital’s clock', () => {
  let product: Server;
  let offset: number;

  beforeEach(async () => {
    offset = 0;
    product = createServer((request, response) => {
      void (async () => {
        let body = '';
        for await (const chunk of request) body += String(chunk);
        if (request.method === 'POST') {
          offset += (JSON.parse(body) as { advanceMinutes: number }).advanceMinutes * 60_000;
        }
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ now: new Date(Date.now() + offset).toISOString() }));
      })();
    });
    await new Promise<void>((resolve) => product.listen(0, '127.0.0.1', resolve));
    simulators.pointTo(`http://127.0.0.1:${(product.address() as AddressInfo).port}`);
  });

  afterEach(() => new Promise((resolve) => product.close(resolve)));

  it('is moved through the product, and payments follow it', async () => {
    const { control } = simulators;
    const { pay } = clients();
    expect((await control.clock()).isSynced).toBe(true);
    const { now } = await control.advanceClock(3 * 1440);
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(2.9 * 86_400_000);
    await pay.createJsapi({
      ...anOrder('T-later'),
      expiresAt: new Date(Date.parse(now) + 900_000),
    });
    await control.pay('T-later');
    const { paidAt } = await pay.query('T-later');
    expect(Math.abs((paidAt?.getTime() ?? 0) - Date.parse(now))).toBeLessThan(10_000);
  });

  it('closes orders past their time', async () => {
    const { control } = simulators;
    await clients().pay.createJsapi(anOrder('T-expiring'));
    await control.advanceClock(16);
    expect((await clients().pay.query('T-expiring')).kind).toBe('closed');
    expect(await control.pendingOrders()).toEqual([]);
  });
});

describe('local keys', () => {
  it('are made once, for the owner only', () => {
    const keys = ensureLocalKeys(keysDir);
    expect(ensureLocalKeys(keysDir)).toEqual(keys);
    expect(statSync(path.join(keysDir, KEYS_FILE)).mode & 0o777).toBe(0o600);
    expect(Buffer.byteLength(keys.apiV3Key)).toBe(32);
  });

  it('carry a certificate that verifies itself, made without openssl', () => {
    const keys = ensureLocalKeys(dir);
    const certificate = new X509Certificate(keys.platformCertificate);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.serialNumber).toBe(keys.platformSerial);
    expect(certificate.subject).toBe('CN=Suizhen simulated Pay');
    expect(new Date(certificate.validTo).getUTCFullYear()).toBe(2044);
  });
});

describe('faults', () => {
  it('strike with their probability, on their operation, as often as set', () => {
    let dice = 0;
    const faults = new Faults(undefined, () => dice);
    faults.set({ simulator: 'sms', kind: 'error', match: '/v1', probability: 0.5, count: 2 });
    const strikes = (operation: string) => faults.take('sms', 'error', operation) !== undefined;
    expect(strikes('/other')).toBe(false);
    dice = 0.6;
    expect(strikes('/v1/messages')).toBe(false);
    dice = 0.4;
    expect([strikes('/v1/messages'), strikes('/v1/messages')]).toEqual([true, true]);
    expect(strikes('/v1/messages')).toBe(false);
  });
});
