import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SmsSim, startSmsSim } from '../../../dev/simulators/sms/server';
import {
  eventually,
  type MerchantEndpoint,
  startMerchantEndpoint,
} from '../../../dev/simulators/testing/merchant-endpoint';
import { SmsError, SmsSignatureError } from './errors';
import { HttpSmsSender, type SmsOptions } from './http-sms-sender';
import type { RawReceipts, SmsMessage } from './ports';

const ACCOUNT = { accessKey: 'LOCAL1', secret: 'the-secret' };

let sim: SmsSim;
let callbacks: MerchantEndpoint;
let sender: HttpSmsSender;

beforeEach(async () => {
  callbacks = await startMerchantEndpoint();
  sim = await startSmsSim({ port: 0, ...ACCOUNT, receiptUrl: callbacks.url, receiptDelayMs: 10 });
  sender = senderWith();
});

afterEach(async () => {
  await sim.close();
  await callbacks.close();
});

function senderWith(changes: Partial<SmsOptions> = {}): HttpSmsSender {
  return new HttpSmsSender({ baseUrl: sim.url, signName: '随诊医院', ...ACCOUNT, ...changes });
}

function aMessage(changes: Partial<SmsMessage> = {}): SmsMessage {
  return {
    to: '13800138000',
    templateCode: 'LOGIN_CODE',
    params: { code: '482913', minutes: '5' },
    clientId: `client-${Math.random()}`,
    ...changes,
  };
}

async function failure(work: Promise<unknown>): Promise<SmsError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SmsError);
  return error as SmsError;
}

async function nextReceipt(): Promise<RawReceipts> {
  return eventually(() => callbacks.received[0]);
}

describe('sending', () => {
  it('shows the text and the code on the phone', async () => {
    const { vendorId } = await sender.send(aMessage());
    expect(sim.state.latest('13800138000')).toMatchObject({
      bizId: vendorId,
      code: '482913',
      text: expect.stringMatching(/^【随诊医院】.*482913/) as string,
    });
  });

  it('sends once per clientId', async () => {
    const message = aMessage();
    const first = await sender.send(message);
    expect(await sender.send(message)).toEqual(first);
    expect(sim.state.messages.values()).toHaveLength(1);
  });

  it('repeats after a broken connection without sending twice', async () => {
    sim.faults.set({ simulator: 'sms', kind: 'drop', count: 1 });
    await sender.send(aMessage());
    expect(sim.state.messages.values()).toHaveLength(1);
  });

  it.each([
    ['the vendor is down', { kind: 'error', status: 500 }, 'SYSTEM_BUSY', true],
    ['the vendor limits us', { kind: 'error', code: 'THROTTLED' }, 'THROTTLED', true],
    [
      'the account is empty',
      { kind: 'error', code: 'AMOUNT_NOT_ENOUGH' },
      'AMOUNT_NOT_ENOUGH',
      false,
    ],
    ['nobody answers', { kind: 'drop' }, 'UNREACHABLE', true],
    ['no answer comes in time', { kind: 'delay', value: 2_000 }, 'TIMEOUT', true],
  ] as const)('says whether to try again when %s', async (_, fault, code, retryable) => {
    sim.faults.set({ simulator: 'sms', ...fault });
    const timeoutMs = code === 'TIMEOUT' ? 100 : 5_000;
    const error = await failure(senderWith({ timeoutMs }).send(aMessage()));
    expect(error).toMatchObject({ code, retryable });
  });

  it('refuses a bad number for good, and does not show it', async () => {
    const error = await failure(sender.send(aMessage({ to: '12-34' })));
    expect(error).toMatchObject({ code: 'MOBILE_NUMBER_ILLEGAL', retryable: false });
    expect(String(error)).not.toContain('12-34');
  });

  it('is refused with a template that is not registered, or a parameter missing', async () => {
    const unknown = await failure(sender.send(aMessage({ templateCode: 'ANYTHING' })));
    expect(unknown).toMatchObject({ code: 'TEMPLATE_ILLEGAL', retryable: false });
    const incomplete = await failure(sender.send(aMessage({ params: { code: '482913' } })));
    expect(incomplete).toMatchObject({ code: 'TEMPLATE_PARAMS_ILLEGAL', retryable: false });
  });

  it('is refused with a wrong secret', async () => {
    const error = await failure(senderWith({ secret: 'wrong' }).send(aMessage()));
    expect(error).toMatchObject({ code: 'SIGNATURE_INVALID', retryable: false });
  });
});

describe('receipts', () => {
  it('can be asked for when they did not come; what is not known yet is left out', async () => {
    sim.sendReceiptsTo('http://127.0.0.1:9/nobody');
    const reached = aMessage();
    await sender.send(reached);
    await eventually(() => sim.state.messages.values().find(({ status }) => status !== 'sent'));
    const [known, ...others] = await sender.receiptsOf([reached.clientId, 'never-sent']);
    expect(others).toEqual([]);
    expect(known).toMatchObject({ clientId: reached.clientId, status: 'delivered' });
    sim.faults.set({ simulator: 'sms', kind: 'error', code: 'THROTTLED', count: 1 });
    const refused = await failure(sender.receiptsOf([reached.clientId]));
    expect(refused).toMatchObject({ code: 'THROTTLED', retryable: true });
  });

  it('tell what reached a phone and what did not', async () => {
    const reached = aMessage();
    const { vendorId } = await sender.send(reached);
    const [receipt] = sender.parseReceipts(await nextReceipt());
    expect(receipt).toMatchObject({ vendorId, clientId: reached.clientId, status: 'delivered' });
    callbacks.received.length = 0;
    sim.faults.set({ simulator: 'sms', kind: 'undelivered', count: 1 });
    await sender.send(aMessage());
    const [failed] = sender.parseReceipts(await nextReceipt());
    expect(failed).toMatchObject({ status: 'failed', reason: 'UNREACHABLE' });
  });

  it('may come twice, or never', async () => {
    sim.faults.set({ simulator: 'sms', kind: 'duplicate', value: 2, count: 1 });
    await sender.send(aMessage());
    await eventually(() => callbacks.received.length === 2 || undefined);
    sim.faults.set({ simulator: 'sms', kind: 'lost', count: 1 });
    const { vendorId } = await sender.send(aMessage());
    await eventually(() => sim.state.messages.get(vendorId)?.status === 'lost' || undefined);
    expect(callbacks.received).toHaveLength(2);
  });

  it('are refused when forged, changed, old or unsigned', async () => {
    await sender.send(aMessage());
    const genuine = await nextReceipt();
    const faultOf = (receipts: RawReceipts, by = sender) => {
      try {
        by.parseReceipts(receipts);
        return 'accepted';
      } catch (error) {
        return error instanceof SmsSignatureError ? error.fault : 'another error';
      }
    };
    const changed = { ...genuine, rawBody: `${String(genuine.rawBody)} ` };
    expect(faultOf(changed)).toBe('bad-signature');
    expect(faultOf({ ...genuine, headers: {} })).toBe('missing-headers');
    const later = senderWith({ now: () => Date.now() + 301_000 });
    expect(faultOf(genuine, later)).toBe('stale');
    sim.faults.set({ simulator: 'sms', kind: 'forged', count: 1 });
    callbacks.received.length = 0;
    await sender.send(aMessage());
    expect(faultOf(await nextReceipt())).toBe('bad-signature');
  });
});
