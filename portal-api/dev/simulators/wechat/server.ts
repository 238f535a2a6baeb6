import { randomInt } from 'node:crypto';
import { toBuffer } from 'qrcode';
import { Faults } from '../kernel/faults';
import { HospitalClock } from '../kernel/hospital-clock';
import {
  jsonAnswer,
  parseBody,
  type RunningServer,
  serve,
  type SimAnswer,
  type SimRequest,
  withFaults,
} from '../kernel/http-sim';
import { refusedField } from './message-data';
import { WechatState } from './state';

export interface WechatSimOptions {
  /** 0 takes a free one. */
  port: number;
  appId: string;
  appSecret: string;
  state?: WechatState;
  faults?: Faults;
  clock?: HospitalClock;
}

export interface WechatSim extends RunningServer {
  state: WechatState;
  faults: Faults;
}

/** api.weixin.qq.com, as far as the product uses it: HTTP 200 even for errors. */
export async function startWechatSim(options: WechatSimOptions): Promise<WechatSim> {
  const state = options.state ?? new WechatState();
  const faults = options.faults ?? new Faults();
  const api = new WechatApi(options, state, options.clock ?? new HospitalClock());
  const handle = withFaults(
    faults,
    'wechat',
    (request) => api.handle(request),
    (fault) =>
      fault.status
        ? jsonAnswer(fault.status, {})
        : errcodeAnswer(Number(fault.code ?? -1), 'system error'),
  );
  return { ...(await serve(options.port, handle)), state, faults };
}

class WechatApi {
  constructor(
    private readonly options: WechatSimOptions,
    private readonly state: WechatState,
    private readonly clock: HospitalClock,
  ) {}

  handle(request: SimRequest): SimAnswer | Promise<SimAnswer> {
    const route = `${request.method} ${request.path}`;
    if (route === 'GET /sns/jscode2session') return this.codeToSession(request);
    if (route === 'POST /cgi-bin/stable_token') return this.stableToken(request);
    const tokenError = this.checkToken(request);
    if (tokenError) return tokenError;
    switch (route) {
      case 'POST /wxa/business/getuserphonenumber':
        return this.phoneNumber(request);
      case 'POST /cgi-bin/message/subscribe/send':
        return this.sendMessage(request);
      case 'POST /wxa/getwxacodeunlimit':
        return this.miniProgramCode(request);
      default:
        return jsonAnswer(404, {});
    }
  }

  private codeToSession({ query }: SimRequest): SimAnswer {
    const refused = this.checkApp(query.get('appid'), query.get('secret'));
    if (refused) return refused;
    const code = query.get('js_code');
    if (!code) return errcodeAnswer(41008, 'missing code');
    const user = this.state.redeem(code, 'login');
    if ('errcode' in user) return errcodeAnswer(user.errcode, 'invalid code');
    const { openid, unionid } = user;
    const sessionKey = this.state.login(user);
    return jsonAnswer(200, { openid, session_key: sessionKey, ...(unionid ? { unionid } : {}) });
  }

  private stableToken({ body }: SimRequest): SimAnswer {
    const wanted = parseBody(body);
    if (!wanted) return errcodeAnswer(47001, 'data format error');
    const refused = this.checkApp(wanted['appid'], wanted['secret']);
    if (refused) return refused;
    const { token, expiresIn } = this.state.token(wanted['force_refresh'] === true);
    return jsonAnswer(200, { access_token: token, expires_in: expiresIn });
  }

  private phoneNumber({ body }: SimRequest): SimAnswer {
    const code = parseBody(body)?.['code'];
    if (typeof code !== 'string') return errcodeAnswer(40029, 'invalid code');
    const user = this.state.redeem(code, 'phone');
    if ('errcode' in user) return errcodeAnswer(user.errcode, 'invalid code');
    return jsonAnswer(200, {
      errcode: 0,
      errmsg: 'ok',
      phone_info: {
        phoneNumber: user.phone,
        purePhoneNumber: user.phone,
        countryCode: '86',
        watermark: { timestamp: Math.floor(Date.now() / 1000), appid: this.options.appId },
      },
    });
  }

  private async sendMessage({ body }: SimRequest): Promise<SimAnswer> {
    const message = parseBody(body);
    if (!message) return errcodeAnswer(47001, 'data format error');
    const { touser: openid, template_id: templateId, data, page } = message;
    if (typeof openid !== 'string' || !this.state.users.get(openid)) {
      return errcodeAnswer(40003, 'invalid openid');
    }
    if (typeof templateId !== 'string') return errcodeAnswer(40037, 'invalid template_id');
    const field = refusedField(data);
    if (field) return errcodeAnswer(47003, `argument invalid! ${field} invalid`);
    if (!this.state.spendGrant(openid, templateId)) {
      return errcodeAnswer(43101, 'user refuse to accept the msg');
    }
    await this.clock.refresh();
    this.state.deliver({
      openid,
      templateId,
      data: data as Record<string, { value: string }>,
      ...(typeof page === 'string' ? { page } : {}),
      at: this.clock.now().toISOString(),
    });
    return jsonAnswer(200, { errcode: 0, errmsg: 'ok', msgid: randomInt(1e12) });
  }

  private async miniProgramCode({ body }: SimRequest): Promise<SimAnswer> {
    const wanted = parseBody(body);
    const scene = wanted?.['scene'];
    const page = wanted?.['page'] ?? '';
    if (typeof scene !== 'string' || !/^[\w!#$&'()*+,/:;=?@\-.~]{1,32}$/.test(scene)) {
      return errcodeAnswer(40169, 'invalid length for scene, or the data is not json string');
    }
    if (typeof page !== 'string' || /^\/|\?/.test(page)) {
      return errcodeAnswer(41030, 'invalid page');
    }
    const picture = await toBuffer(`wxacode:${page}?scene=${scene}`, { width: 430 });
    return { status: 200, headers: { 'content-type': 'image/png' }, body: picture };
  }

  private checkApp(appId: unknown, secret: unknown): SimAnswer | undefined {
    if (!appId) return errcodeAnswer(41002, 'appid missing');
    if (!secret) return errcodeAnswer(41004, 'appsecret missing');
    if (appId !== this.options.appId) return errcodeAnswer(40013, 'invalid appid');
    if (secret !== this.options.appSecret) return errcodeAnswer(40125, 'invalid appsecret');
    return undefined;
  }

  private checkToken({ query }: SimRequest): SimAnswer | undefined {
    const token = query.get('access_token');
    if (!token) return errcodeAnswer(41001, 'access_token missing');
    const errcode = this.state.checkToken(token);
    return errcode
      ? errcodeAnswer(errcode, 'invalid credential, access_token is invalid')
      : undefined;
  }
}

function errcodeAnswer(errcode: number, errmsg: string): SimAnswer {
  return jsonAnswer(200, {
    errcode,
    errmsg: `${errmsg} rid: ${Date.now().toString(16)}-simulated`,
  });
}
