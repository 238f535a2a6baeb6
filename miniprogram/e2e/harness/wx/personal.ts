import type { PaymentSheet } from '../phone';
import { asyncApi, Refusal, type Act } from './answer';
import type { Host } from './host';

/** Who the person is and what they pay: WeChat vouches for it. */
export function personalApis(host: Host): Record<string, unknown> {
  const { realm, phone, privacy } = host;
  const api = (name: string, act: Act) => ({ [name]: asyncApi(realm, name, act) });
  return {
    ...api('login', async () => {
      if (!host.network.isConnected) throw new Refusal('network error');
      return { code: await phone.loginCode() };
    }),
    ...api('checkSession', () => undefined),
    ...api('requestPayment', (options) => pay(host, options as unknown as PaymentSheet)),
    ...api('getPrivacySetting', () => ({
      needAuthorization: privacy.needsAuthorization,
      privacyContractName: '《随诊隐私保护指引》',
    })),
    ...api('requirePrivacyAuthorize', () => privacy.require('requirePrivacyAuthorize')),
    ...api('openPrivacyContract', () => undefined),
    onNeedPrivacyAuthorization: (listener: Parameters<typeof privacy.listen>[0]) =>
      privacy.listen(listener),
    ...api('requestSubscribeMessage', ({ tmplIds }) =>
      Object.fromEntries((tmplIds as string[]).map((id) => [id, 'accept'])),
    ),
  };
}

const needed = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const;

async function pay(host: Host, options: PaymentSheet): Promise<void> {
  host.calls.push({ name: 'requestPayment', options: { ...options } });
  for (const name of needed) {
    if (typeof options[name] !== 'string') throw new Refusal(`parameter error: ${name}`);
  }
  const { timeStamp, nonceStr, signType, paySign } = options;
  const params = { timeStamp, nonceStr, package: options.package, signType, paySign };
  const { payment } = host.decisions;
  // A signature that does not fit is the error that an app's own mistake causes.
  if (payment === 'fail')
    params.paySign = paySign.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
  const errMsg = await host.phone.pay(params, payment === 'cancel' ? 'refuse' : 'pay');
  if (errMsg !== 'requestPayment:ok')
    throw new Refusal(errMsg.replace(/^requestPayment:fail ?/, ''));
}
