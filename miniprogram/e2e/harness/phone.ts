import type { RequestPayment, SimControl } from '../../../portal-api/dev/simulators/control';

/** What an app hands to the payment sheet; which app it is WeChat knows itself. */
export type PaymentSheet = Omit<RequestPayment, 'appId'>;

/** What WeChat itself does for whoever holds the phone. */
export interface Phone {
  /** Of the mini-program that is open. */
  appId: string;
  /** The js_code of wx.login. */
  loginCode(): Promise<string>;
  /** The code of the phone-number button. */
  phoneNumberCode(): Promise<string>;
  /** The payment sheet; answers the errMsg. */
  pay(sheet: PaymentSheet, decision: 'pay' | 'refuse'): Promise<string>;
}

export interface Place {
  latitude: number;
  longitude: number;
}

/** How the person answers what WeChat asks; tests change it on the way. */
export interface Decisions {
  phoneNumber: 'allow' | 'refuse';
  /** `fail`: the sheet reports an error, because the signature does not fit. */
  payment: 'pay' | 'cancel' | 'fail';
  privacy: 'agree' | 'disagree';
  modal: 'confirm' | 'cancel';
  /** What the camera sees; null when scanning is broken off. */
  scan: string | null;
  /** Where the phone is; null when the person does not allow to know it. */
  location: Place | null;
  /** Which line of an action sheet. */
  sheetItem: number;
  /** What is picked from the album, the camera or a chat; empty when it is broken off. */
  files: readonly PickedFile[];
}

export interface PickedFile {
  name: string;
  content: Uint8Array;
}

export const usualDecisions = (): Decisions => ({
  phoneNumber: 'allow',
  payment: 'pay',
  privacy: 'agree',
  modal: 'confirm',
  scan: null,
  location: { latitude: 31.2304, longitude: 121.4737 },
  sheetItem: 0,
  files: [],
});

/** A phone of the simulated WeChat: codes and signatures are checked as WeChat checks them. */
export class SimPhone implements Phone {
  private openid: string | null = null;

  constructor(
    private readonly sim: SimControl,
    readonly appId: string,
    readonly number: string,
  ) {}

  async loginCode(): Promise<string> {
    const minted = await this.sim.mintWechatCode(this.person());
    this.openid = minted.openid;
    return minted.code;
  }

  async phoneNumberCode(): Promise<string> {
    return (await this.sim.mintPhoneCode(this.person())).code;
  }

  async pay(sheet: PaymentSheet, decision: 'pay' | 'refuse'): Promise<string> {
    return (await this.sim.requestPayment({ ...sheet, appId: this.appId }, decision)).errMsg;
  }

  private person(): { phone: string; openid?: string } {
    return { phone: this.number, ...(this.openid ? { openid: this.openid } : {}) };
  }
}
