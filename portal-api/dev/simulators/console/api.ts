import type { RequestPayment, SimState } from '../control';
import type { HisSim } from '../his';
import type { Faults, FaultSettings } from '../kernel/faults';
import type { HospitalClock } from '../kernel/hospital-clock';
import type { MailSim } from '../mail/server';
import type { SmsSim } from '../sms/server';
import type { WechatSim } from '../wechat/server';
import type { RefundState } from '../wechat-pay/model';
import { isPaySigned } from '../wechat-pay/pay-crypto';
import { PayFault } from '../wechat-pay/pay-fault';
import type { WechatPaySim } from '../wechat-pay/server';
import { hospitalRoutes } from './hospital-routes';

export interface ConsoleParts {
  wechat: WechatSim;
  wechatPay: WechatPaySim;
  sms: SmsSim;
  mail: MailSim;
  his: HisSim;
  faults: Faults;
  clock: HospitalClock;
  pointTo(apiUrl: string): void;
}

type Body = Record<string, unknown>;
type Route = (body: Body) => unknown;

/** What /sim/api offers; `SimControl` in ../control.ts is its documented client. */
export function consoleRoutes(parts: ConsoleParts): Record<string, Route> {
  return {
    ...readingRoutes(parts),
    ...paymentRoutes(parts),
    ...wechatRoutes(parts),
    ...hospitalRoutes(parts.his),
    'POST faults': (body) => parts.faults.set(body as unknown as FaultSettings),
    'POST faults/clear': (body) => {
      parts.faults.clear(body['id'] as string | undefined);
      return {};
    },
    'POST clock': async (body) => {
      await parts.clock.advance(Number(body['advanceMinutes']));
      return reading(parts.clock);
    },
    'POST target': (body) => {
      parts.pointTo(String(body['apiUrl']));
      return {};
    },
  };
}

function readingRoutes(parts: ConsoleParts): Record<string, Route> {
  return {
    'GET health': () => ({ status: 'ok' }),
    'GET state': () => stateOf(parts),
    'GET clock': async () => {
      await parts.clock.refresh();
      return reading(parts.clock);
    },
  };
}

function paymentRoutes({ wechatPay }: ConsoleParts): Record<string, Route> {
  const { orders, refunds, notifier } = wechatPay;
  return {
    'POST orders/pay': (body) => orders.pay(orderNo(wechatPay, body), body['force'] === true),
    'POST orders/refuse': (body) => orders.refuse(orderNo(wechatPay, body)),
    'POST orders/forge': async (body) => ({
      status: await orders.forgePayment(orderNo(wechatPay, body)),
    }),
    'POST notices/send': (body) => notifier.sendNow(String(body['id'])),
    'POST refunds/finish': (body) =>
      refunds.finish(String(body['outRefundNo']), body['state'] as RefundState),
  };
}

function wechatRoutes({ wechat, wechatPay }: ConsoleParts): Record<string, Route> {
  const { state } = wechat;
  return {
    'POST wechat/codes': (body) => {
      const user = state.user(body);
      const kind = body['kind'] === 'phone' ? 'phone' : 'login';
      if (kind === 'phone' && !user.phone) {
        throw new PayFault(409, 'NO_PHONE', '这位用户没有绑定手机号');
      }
      return { code: state.mintCode(user.openid, kind), openid: user.openid };
    },
    'POST wechat/grants': (body) => ({
      left: state.grant(
        String(body['openid']),
        String(body['templateId']),
        Number(body['times'] ?? 1),
      ),
    }),
    'POST wechat/revoke-tokens': () => {
      state.revokeTokens();
      return {};
    },
    'POST wechat/request-payment': async (body) => {
      const params = body as unknown as RequestPayment;
      if (!isPaySigned(wechatPay.identity, params)) {
        return { errMsg: 'requestPayment:fail 签名错误' };
      }
      const prepayId = params.package.replace(/^prepay_id=/, '');
      const outTradeNo = orderNo(wechatPay, { prepayId });
      if (body['decision'] === 'refuse') {
        wechatPay.orders.refuse(outTradeNo);
        return { errMsg: 'requestPayment:fail cancel' };
      }
      await wechatPay.orders.pay(outTradeNo);
      return { errMsg: 'requestPayment:ok' };
    },
  };
}

function stateOf({ sms, mail, wechat, wechatPay, faults }: ConsoleParts): SimState {
  const { orders, refunds, notices } = wechatPay.records;
  const current = (outTradeNo: string) => wechatPay.orders.current(outTradeNo);
  return {
    sms: newestFirst(sms.state.messages.values()),
    mails: newestFirst(mail.mails.values()),
    wechatMessages: newestFirst(wechat.state.messages.values()),
    // Looked at one by one, so that those past their time show as closed.
    orders: newestFirst(orders.values().flatMap(({ outTradeNo }) => current(outTradeNo) ?? [])),
    refunds: newestFirst(refunds.values()),
    notices: newestFirst(notices.values()),
    faults: faults.list(),
  };
}

function newestFirst<T>(values: T[]): T[] {
  return values.reverse().slice(0, 200);
}

function orderNo(wechatPay: WechatPaySim, body: Body): string {
  const name = body as Partial<Record<'outTradeNo' | 'prepayId' | 'codeUrl', string>>;
  if (name.outTradeNo) return name.outTradeNo;
  const order = wechatPay.orders.find(name);
  if (!order) throw new PayFault(404, 'ORDER_NOT_EXIST', '找不到这笔订单');
  return order.outTradeNo;
}

function reading(clock: HospitalClock): { now: string; isSynced: boolean } {
  return { now: clock.now().toISOString(), isSynced: clock.isSynced };
}
