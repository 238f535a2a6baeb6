import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSmsSigned, smsSignature } from '../../../src/adapters/sms/signing';
import { Faults } from '../kernel/faults';
import { chinaTime, HospitalClock } from '../kernel/hospital-clock';
import {
  jsonAnswer,
  parseBody,
  type RunningServer,
  serve,
  type SimAnswer,
  type SimRequest,
  withFaults,
} from '../kernel/http-sim';
import { type SimulatedSms, SmsState } from './state';
import { renderSms, templateFault } from './templates';

export interface SmsSimOptions {
  port: number;
  accessKey: string;
  secret: string;
  /** Where receipts go; none are sent while it is unknown. */
  receiptUrl?: string;
  receiptDelayMs?: number;
  state?: SmsState;
  faults?: Faults;
  clock?: HospitalClock;
}

export interface SmsSim extends RunningServer {
  state: SmsState;
  faults: Faults;
  sendReceiptsTo(url: string): void;
}

export async function startSmsSim(options: SmsSimOptions): Promise<SmsSim> {
  const state = options.state ?? new SmsState();
  const faults = options.faults ?? new Faults();
  const vendor = new SmsVendor(options, state, faults);
  const server = await serve(
    options.port,
    withFaults(
      faults,
      'sms',
      (request) => vendor.handle(request),
      (fault) =>
        fault.status
          ? jsonAnswer(fault.status, {})
          : jsonAnswer(200, { code: fault.code ?? 'SYSTEM_BUSY' }),
    ),
  );
  return { ...server, state, faults, sendReceiptsTo: (url) => (vendor.receiptUrl = url) };
}

class SmsVendor {
  receiptUrl: string | undefined;
  private readonly clock: HospitalClock;

  constructor(
    private readonly options: SmsSimOptions,
    private readonly state: SmsState,
    private readonly faults: Faults,
  ) {
    this.receiptUrl = options.receiptUrl;
    this.clock = options.clock ?? new HospitalClock();
  }

  async handle(request: SimRequest): Promise<SimAnswer> {
    const isQuestion = request.path === '/v1/receipts';
    if (request.method !== 'POST' || !(isQuestion || request.path === '/v1/messages'))
      return jsonAnswer(404, {});
    if (!this.isSigned(request)) return jsonAnswer(200, { code: 'SIGNATURE_INVALID' });
    if (isQuestion) return this.tell(parseBody(request.body)?.['clientIds']);
    const wanted = parseBody(request.body);
    const refused = refusal(wanted);
    if (!wanted || refused) return jsonAnswer(200, { code: refused ?? 'PARAM_INVALID' });
    const clientId = String(wanted['clientId']);
    const known = this.state.alreadySent(clientId);
    if (known) return accepted(known);
    await this.clock.refresh();
    const message = this.newMessage(wanted, clientId);
    this.state.add(message);
    void this.report(message);
    return accepted(message.bizId);
  }

  /** For who missed our receipts. */
  private tell(clientIds: unknown): SimAnswer {
    if (!Array.isArray(clientIds) || clientIds.length > 100)
      return jsonAnswer(200, { code: 'PARAM_INVALID' });
    const receipts = clientIds
      .map((clientId) => this.state.messages.get(this.state.alreadySent(String(clientId)) ?? ''))
      .filter((sms) => sms?.status === 'delivered' || sms?.status === 'failed')
      .map((sms) => this.receiptOf(sms!));
    return jsonAnswer(200, { code: 'OK', receipts });
  }

  private receiptOf(sms: SimulatedSms) {
    const isReachable = sms.status === 'delivered';
    return {
      bizId: sms.bizId,
      clientId: sms.clientId,
      status: isReachable ? 'DELIVERED' : 'FAILED',
      ...(isReachable ? {} : { errCode: 'UNREACHABLE' }),
      reportTime: chinaTime(this.clock.now()),
    };
  }

  private newMessage(wanted: Record<string, unknown>, clientId: string): SimulatedSms {
    const params = wanted['templateParams'] as Record<string, string>;
    const templateCode = String(wanted['templateCode']);
    const { code } = params;
    return {
      bizId: randomUUID(),
      clientId,
      to: String(wanted['to']),
      templateCode,
      params,
      text: renderSms(String(wanted['signName']), templateCode, params),
      ...(code && /^\d{4,8}$/.test(code) ? { code } : {}),
      at: this.clock.now().toISOString(),
      status: 'sent',
    };
  }

  private isSigned({ headers, path, body }: SimRequest): boolean {
    const timestamp = String(headers['x-sms-timestamp']);
    const parts = { path, timestamp, nonce: String(headers['x-sms-nonce']), body };
    return (
      headers['x-sms-access-key'] === this.options.accessKey &&
      Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300 &&
      isSmsSigned(this.options.secret, parts, String(headers['x-sms-signature']))
    );
  }

  private async report(message: SimulatedSms): Promise<void> {
    await sleep(this.options.receiptDelayMs ?? 600);
    if (this.faults.take('sms', 'lost')) {
      this.state.update(message.bizId, { status: 'lost' });
      return;
    }
    const isReachable = !this.faults.take('sms', 'undelivered');
    this.state.update(message.bizId, { status: isReachable ? 'delivered' : 'failed' });
    const times = this.faults.take('sms', 'duplicate')?.value ?? 1;
    const isForged = this.faults.take('sms', 'forged') !== undefined;
    await Promise.all(
      Array.from({ length: times }, () => this.postReceipt(message.bizId, isForged)),
    );
  }

  private async postReceipt(bizId: string, isForged: boolean) {
    const sms = this.state.messages.get(bizId);
    if (!this.receiptUrl || !sms) return;
    const receipt = this.receiptOf(sms);
    const body = JSON.stringify({ receipts: [receipt] });
    const parts = {
      path: '',
      timestamp: String(Math.floor(Date.now() / 1000)),
      nonce: randomUUID(),
      body,
    };
    const secret = isForged ? 'not-the-secret' : this.options.secret;
    const outcome = await fetch(this.receiptUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-sms-timestamp': parts.timestamp,
        'x-sms-nonce': parts.nonce,
        'x-sms-signature': smsSignature(secret, parts),
      },
      body,
      signal: AbortSignal.timeout(5_000),
    }).then(
      (response) => (response.ok ? undefined : `HTTP ${response.status}`),
      () => 'unreachable',
    );
    if (outcome) this.state.update(sms.bizId, { receiptError: outcome });
  }
}

function refusal(wanted: Record<string, unknown> | undefined): string | undefined {
  if (!wanted) return 'PARAM_INVALID';
  if (!/^\+?\d{6,20}$/.test(String(wanted['to']))) return 'MOBILE_NUMBER_ILLEGAL';
  if (!wanted['signName']) return 'SIGN_NAME_ILLEGAL';
  if (!wanted['clientId']) return 'PARAM_INVALID';
  return templateFault(wanted['templateCode'], wanted['templateParams']);
}

function accepted(bizId: string): SimAnswer {
  return jsonAnswer(200, { code: 'OK', bizId, requestId: randomUUID() });
}
