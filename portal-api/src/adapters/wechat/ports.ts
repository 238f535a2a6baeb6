/** What the product needs from WeChat's mini-program platform. */
export interface WechatClient {
  /** Exchanges the one-time code of `wx.login`. The session key never leaves the server. */
  codeToSession(jsCode: string): Promise<WechatSession>;
  /** Exchanges the one-time code of the phone-number button (not a login code). */
  phoneNumber(code: string): Promise<WechatPhoneNumber>;
}

export interface WechatSession {
  openid: string;
  /** Only when the mini-program is bound to an Open Platform account. */
  unionid?: string;
  sessionKey: string;
}

export interface WechatPhoneNumber {
  /** Without country code. */
  phoneNumber: string;
  countryCode: string;
}
