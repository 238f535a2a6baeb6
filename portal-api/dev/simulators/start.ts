import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startConsole } from './console/server';
import { SimControl } from './control';
import { Faults } from './kernel/faults';
import { type HisSim, type HisSimOptions, startHisSim } from './his';
import { HospitalClock } from './kernel/hospital-clock';
import { Journal } from './kernel/journal';
import { ensureLocalKeys, type LocalKeys, localEnvironment } from './keys';
import { type MailSim, startMailSim } from './mail/server';
import { type SmsSim, startSmsSim } from './sms/server';
import { SmsState } from './sms/state';
import { startWechatSim, type WechatSim } from './wechat/server';
import { WechatState } from './wechat/state';
import { startWechatPaySim, type WechatPaySim } from './wechat-pay/server';

export interface SimulatorPorts {
  console: number;
  wechat: number;
  wechatPay: number;
  sms: number;
  smtp: number;
  his: number;
  mllp: number;
}

export interface SimulatorsOptions {
  /** Keys and state live here and survive a restart. */
  dir: string;
  /** Default: free ones. */
  ports?: Partial<SimulatorPorts>;
  /** Where the product answers: its clock, and the SMS receipts. May follow later (`pointTo`). */
  apiUrl?: string;
  /** What the simulated hospital is made of; without an anchor it is empty. */
  his?: Pick<HisSimOptions, 'anchor' | 'folder' | 'views' | 'pacsKey' | 'hl7Target'>;
  refundDelayMs?: number;
  receiptDelayMs?: number;
  retryScheduleMs?: readonly number[];
}

export interface Simulators {
  keys: LocalKeys;
  ports: SimulatorPorts;
  wechat: WechatSim;
  wechatPay: WechatPaySim;
  sms: SmsSim;
  mail: MailSim;
  his: HisSim;
  faults: Faults;
  clock: HospitalClock;
  consoleUrl: string;
  control: SimControl;
  /** Settings of a product whose API listens on `apiPort`. */
  environment(apiPort: number): Record<string, string>;
  pointTo(apiUrl: string): void;
  close(): Promise<void>;
}

const NO_PORTS = { console: 0, wechat: 0, wechatPay: 0, sms: 0, smtp: 0, his: 0, mllp: 0 };
const SMS_RECEIPTS_PATH = '/api/callbacks/sms/receipts';

export async function startSimulators(options: SimulatorsOptions): Promise<Simulators> {
  mkdirSync(options.dir, { recursive: true });
  const { dir } = options;
  const keys = ensureLocalKeys(dir);
  const wanted = { ...NO_PORTS, ...options.ports };
  const journal = new Journal(path.join(dir, 'simulators.jsonl'));
  const faults = new Faults(journal);
  const clock = new HospitalClock(options.apiUrl);
  const shared = { faults, clock };
  const wechat = await startWechatSim({
    ...shared,
    port: wanted.wechat,
    appId: keys.appId,
    appSecret: keys.appSecret,
    state: new WechatState(journal),
  });
  const wechatPay = await startWechatPaySim({
    ...shared,
    ...keys,
    journal,
    port: wanted.wechatPay,
    mode: 'public-key',
    ...(options.refundDelayMs === undefined ? {} : { refundDelayMs: options.refundDelayMs }),
    ...(options.retryScheduleMs ? { retryScheduleMs: options.retryScheduleMs } : {}),
  });
  const sms = await startSmsSim({
    ...shared,
    port: wanted.sms,
    accessKey: keys.smsAccessKey,
    secret: keys.smsSecret,
    state: new SmsState(journal),
    ...(options.apiUrl ? { receiptUrl: options.apiUrl + SMS_RECEIPTS_PATH } : {}),
    ...(options.receiptDelayMs === undefined ? {} : { receiptDelayMs: options.receiptDelayMs }),
  });
  const mail = await startMailSim({ ...shared, port: wanted.smtp, journal });
  const his = await startHisSim({
    ...shared,
    ...options.his,
    port: wanted.his,
    mllpPort: wanted.mllp,
    isFilled: options.his?.anchor !== undefined,
    // Its own file: years of records beside a few messages.
    journal: new Journal(path.join(dir, 'simulated-hospital.jsonl')),
  });
  const pointTo = (apiUrl: string): void => {
    clock.pointTo(apiUrl);
    sms.sendReceiptsTo(apiUrl + SMS_RECEIPTS_PATH);
  };
  const parts = { wechat, wechatPay, sms, mail, his, faults, clock, pointTo };
  // Last: whoever waits for the console's port finds everything else ready.
  const console = await startConsole(wanted.console, parts);
  const ports = {
    console: console.port,
    wechat: wechat.port,
    wechatPay: wechatPay.port,
    sms: sms.port,
    smtp: mail.port,
    his: his.port,
    mllp: his.mllpPort,
  };
  return {
    ...parts,
    keys,
    ports,
    consoleUrl: `${console.url}/sim/`,
    control: new SimControl(console.url),
    environment: (api) => localEnvironment(dir, { api, ...ports }),
    close: async () => {
      const all = [console, wechat, wechatPay, sms, mail, his];
      await Promise.all(all.map((part) => part.close()));
      journal.close();
    },
  };
}
