import { NetworkError, parseJsonObject, sendRequest, withoutTrailingSlash } from '../http/outgoing';
import { AccessTokens, type IssuedToken } from './access-token';
import type { WechatClient, WechatPhoneNumber, WechatSession } from './ports';
import { NO_ANSWER, WechatError } from './wechat-error';

export interface WechatOptions {
  /** https://api.weixin.qq.com, or a simulator. */
  baseUrl: string;
  appId: string;
  appSecret: string;
  timeoutMs?: number;
  /** Real time: it only measures how old the cached token is. */
  now?: () => number;
}

type Answer = Record<string, unknown>;

/** WeChat's server API for mini-programs. It answers HTTP 200 even to errors. */
export class HttpWechatClient implements WechatClient {
  private readonly baseUrl: string;
  private readonly timeoutMs: number;
  private readonly tokens: AccessTokens;

  constructor(private readonly options: WechatOptions) {
    this.baseUrl = withoutTrailingSlash(options.baseUrl);
    this.timeoutMs = options.timeoutMs ?? 6_000;
    this.tokens = new AccessTokens(() => this.issueToken(), options.now ?? Date.now);
  }

  async codeToSession(jsCode: string): Promise<WechatSession> {
    const query = new URLSearchParams({
      appid: this.options.appId,
      secret: this.options.appSecret,
      js_code: jsCode,
      grant_type: 'authorization_code',
    });
    const answer = await this.call('jscode2session', `/sns/jscode2session?${query.toString()}`);
    const { openid, session_key: sessionKey, unionid } = answer;
    if (!isText(openid) || !isText(sessionKey)) throw new WechatError('jscode2session', NO_ANSWER);
    return { openid, sessionKey, ...(isText(unionid) ? { unionid } : {}) };
  }

  async phoneNumber(code: string): Promise<WechatPhoneNumber> {
    const answer = await this.callWithToken(
      'getuserphonenumber',
      '/wxa/business/getuserphonenumber',
      { code },
    );
    const info = answer['phone_info'] as Answer | undefined;
    const phoneNumber = info?.['purePhoneNumber'];
    const countryCode = info?.['countryCode'] as string | number | undefined;
    if (!isText(phoneNumber)) throw new WechatError('getuserphonenumber', NO_ANSWER);
    // WeChat sends the country code now as a string, now as a number.
    return { phoneNumber, countryCode: countryCode === undefined ? '86' : `${countryCode}` };
  }

  private async callWithToken(operation: string, path: string, body: Answer): Promise<Answer> {
    const token = await this.tokens.get();
    try {
      return await this.call(operation, withToken(path, token), body);
    } catch (error) {
      if (!(error instanceof WechatError) || !this.tokens.isStale(error.errcode)) throw error;
      // Refused for its token alone, so nothing happened yet and one repeat is safe.
      this.tokens.drop(token);
      return this.call(operation, withToken(path, await this.tokens.get()), body);
    }
  }

  private async issueToken(): Promise<IssuedToken> {
    const answer = await this.call('stable_token', '/cgi-bin/stable_token', {
      grant_type: 'client_credential',
      appid: this.options.appId,
      secret: this.options.appSecret,
    });
    const { access_token: token, expires_in: expiresInSeconds } = answer;
    if (!isText(token) || typeof expiresInSeconds !== 'number') {
      throw new WechatError('stable_token', NO_ANSWER);
    }
    return { token, expiresInSeconds };
  }

  /** Never repeats by itself: login and phone codes work once, so a lost answer has used them. */
  private async call(operation: string, path: string, body?: Answer): Promise<Answer> {
    const response = await sendRequest({
      method: body ? 'POST' : 'GET',
      url: this.baseUrl + path,
      ...(body
        ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
        : {}),
      timeoutMs: this.timeoutMs,
    }).catch((error: unknown) => {
      throw error instanceof NetworkError ? new WechatError(operation, NO_ANSWER, 0) : error;
    });
    const answer = parseJsonObject(response.bytes.toString('utf8'));
    if (response.status !== 200 || !answer) {
      throw new WechatError(operation, NO_ANSWER, response.status);
    }
    // A success may lack `errcode` altogether.
    const errcode = Number(answer['errcode'] ?? 0);
    if (errcode !== 0) throw new WechatError(operation, errcode, response.status);
    return answer;
  }
}

function withToken(path: string, token: string): string {
  return `${path}?access_token=${encodeURIComponent(token)}`;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}
