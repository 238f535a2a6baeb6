import type { Fault, FaultSettings } from './kernel/faults';
import type { HisDeed, NewReport } from './his/actions';
import type { FolderReport } from './his/folder';
import type { Hl7Patient } from './his/hl7';
import type { ReceivedMail } from './mail/server';
import type { SimulatedSms } from './sms/state';
import type { PayNotice, PayOrder, PayRefund, RefundState } from './wechat-pay/model';
import type { WechatMessage } from './wechat/state';

export type {
  Fault,
  FaultSettings,
  HisDeed,
  NewReport,
  PayNotice,
  PayOrder,
  PayRefund,
  ReceivedMail,
  RefundState,
  SimulatedSms,
};

/** Whose phone: by openid, or by phone number (made when nobody has it yet). */
export interface WechatPerson {
  openid?: string;
  phone?: string;
  unionid?: string;
}

/** Which order: by any of the names it goes under. */
export type OrderName = { outTradeNo: string } | { prepayId: string } | { codeUrl: string };

/** Everything that /sim/ shows. */
export interface SimState {
  sms: SimulatedSms[];
  mails: ReceivedMail[];
  wechatMessages: WechatMessage[];
  orders: PayOrder[];
  refunds: PayRefund[];
  notices: PayNotice[];
  faults: Fault[];
}

/** What `wx.requestPayment` is called with. */
export interface RequestPayment {
  appId: string;
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: string;
  paySign: string;
}

export interface ClockReading {
  /** Hospital time. */
  now: string;
  isSynced: boolean;
}

/** The simulated hospital: who is known there, what was done, and which panels its laboratory measures. */
export interface HospitalState {
  isDown: boolean;
  /** What became of a folder that is served instead of the hospital's own data. */
  folder: FolderReport | null;
  deeds: HisDeed[];
  patients: Hl7Patient[];
  panels: { key: string; name: string; items: { code: string; name: string }[] }[];
}

/**
 * The JSON API under /sim/api, as end-to-end tests use it. `baseUrl` is the console's own address
 * (http://127.0.0.1:7320) or the local front's.
 */
export class SimControl {
  constructor(private readonly baseUrl: string) {}

  state(): Promise<SimState> {
    return this.get('state');
  }

  /** Newest first. */
  async smsTo(phone: string): Promise<SimulatedSms[]> {
    const { sms } = await this.state();
    return sms.filter((message) => message.to === phone);
  }

  async latestSms(phone: string): Promise<SimulatedSms | undefined> {
    return (await this.smsTo(phone))[0];
  }

  /** Waits until a message with a code arrives after `previous`, whatever that said; answers the code. */
  async nextSmsCode(phone: string, previousBizId?: string, timeoutMs = 10_000): Promise<string> {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      const all = await this.smsTo(phone);
      const known = all.findIndex(({ bizId }) => bizId === previousBizId);
      const fresh = known < 0 ? all : all.slice(0, known);
      const latest = fresh.find((message) => message.code);
      if (latest?.code) return latest.code;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('no SMS code arrived in time');
  }

  /** Newest first. */
  async mails(to?: string): Promise<ReceivedMail[]> {
    const { mails } = await this.state();
    return to === undefined ? mails : mails.filter((mail) => mail.to.includes(to));
  }

  async pendingOrders(): Promise<PayOrder[]> {
    const { orders } = await this.state();
    return orders.filter((order) => order.state === 'NOTPAY');
  }

  async order(outTradeNo: string): Promise<PayOrder | undefined> {
    return (await this.state()).orders.find((order) => order.outTradeNo === outTradeNo);
  }

  /** Pays, and answers after the first attempt to notify. `force` also pays a closed order. */
  pay(
    order: string | OrderName,
    options: { force?: boolean } = {},
  ): Promise<{ order: PayOrder; notice: PayNotice }> {
    return this.post('orders/pay', { ...named(order), ...options });
  }

  refuse(order: string | OrderName): Promise<PayOrder> {
    return this.post('orders/refuse', named(order));
  }

  /** A notification with a bad signature claims that the order is paid: what did we answer it? */
  forgePayment(outTradeNo: string): Promise<{ status: number }> {
    return this.post('orders/forge', { outTradeNo });
  }

  /** `wx.requestPayment` on the simulated phone, its paySign checked as WeChat checks it. */
  requestPayment(
    params: RequestPayment,
    decision: 'pay' | 'refuse' = 'pay',
  ): Promise<{ errMsg: string }> {
    return this.post('wechat/request-payment', { ...params, decision });
  }

  /** Sends a notification (again): also a lost one. */
  sendNotice(id: string): Promise<PayNotice> {
    return this.post('notices/send', { id });
  }

  finishRefund(outRefundNo: string, state: RefundState): Promise<PayRefund> {
    return this.post('refunds/finish', { outRefundNo, state });
  }

  setFault(settings: FaultSettings): Promise<Fault> {
    return this.post('faults', settings);
  }

  async clearFaults(id?: string): Promise<void> {
    await this.post('faults/clear', { id });
  }

  /** The js_code that `wx.login` would give. */
  mintWechatCode(person: WechatPerson): Promise<{ code: string; openid: string }> {
    return this.post('wechat/codes', { ...person, kind: 'login' });
  }

  /** The code that the phone-number button would give; the person must have a phone. */
  mintPhoneCode(person: WechatPerson): Promise<{ code: string; openid: string }> {
    return this.post('wechat/codes', { ...person, kind: 'phone' });
  }

  /** The person agrees to `times` messages of a template. */
  grantSubscription(openid: string, templateId: string, times = 1): Promise<{ left: number }> {
    return this.post('wechat/grants', { openid, templateId, times });
  }

  async revokeAccessTokens(): Promise<void> {
    await this.post('wechat/revoke-tokens', {});
  }

  clock(): Promise<ClockReading> {
    return this.get('clock');
  }

  advanceClock(minutes: number): Promise<ClockReading> {
    return this.post('clock', { advanceMinutes: minutes });
  }

  /** Tells the simulators where the product answers. */
  async pointTo(apiUrl: string): Promise<void> {
    await this.post('target', { apiUrl });
  }

  hospital(): Promise<HospitalState> {
    return this.get('hospital');
  }

  /** A report leaves the laboratory (by MLLP), or stands in the HIS (FHIR) to be fetched. */
  sendReport(report: NewReport): Promise<HisDeed> {
    return this.post('hospital/reports', { ...report });
  }

  correctReport(reportNo: string, items: Record<string, number | string>): Promise<HisDeed> {
    return this.post('hospital/corrections', { reportNo, items });
  }

  /** Takes the hospital's systems down, or up again. */
  async setHospitalDown(isDown: boolean): Promise<void> {
    await this.post('hospital/down', { isDown });
  }

  private get<T>(path: string): Promise<T> {
    return this.call<T>(path, { method: 'GET' });
  }

  private post<T>(path: string, body: object): Promise<T> {
    return this.call<T>(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  private async call<T>(path: string, init: RequestInit): Promise<T> {
    const response = await fetch(`${this.baseUrl}/sim/api/${path}`, init);
    const answer = (await response.json()) as T & { message?: string };
    if (!response.ok) throw new Error(`simulators: ${answer.message ?? response.status}`);
    return answer;
  }
}

function named(order: string | OrderName): OrderName {
  return typeof order === 'string' ? { outTradeNo: order } : order;
}
