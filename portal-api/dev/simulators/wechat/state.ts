import { randomBytes, randomUUID } from 'node:crypto';
import { type Collection, Journal } from '../kernel/journal';

export interface SimulatedUser {
  openid: string;
  unionid?: string;
  phone?: string;
  sessionKey?: string;
}

interface OneTimeCode {
  openid: string;
  kind: 'login' | 'phone';
  expiresAt: number;
  usedAt?: number;
}

interface AccessToken {
  token: string;
  expiresAt: number;
  revoked?: boolean;
}

export interface WechatMessage {
  id: string;
  openid: string;
  templateId: string;
  page?: string;
  data: Record<string, { value: string }>;
  at: string;
}

const CODE_LIFE_MS = 5 * 60_000;
const TOKEN_LIFE_MS = 7_200_000;

/** Everything the simulated WeChat remembers. Codes and tokens age in real time, as at WeChat. */
export class WechatState {
  readonly users: Collection<SimulatedUser>;
  readonly messages: Collection<WechatMessage>;
  private readonly codes: Collection<OneTimeCode>;
  private readonly tokens: Collection<AccessToken>;
  private readonly quota: Collection<number>;

  constructor(
    journal: Journal = new Journal(),
    private readonly now: () => number = Date.now,
  ) {
    this.users = journal.collection('wechat-users');
    this.messages = journal.collection('wechat-messages');
    this.codes = journal.collection('wechat-codes');
    this.tokens = journal.collection('wechat-tokens');
    this.quota = journal.collection('wechat-quota');
  }

  /** The user with this openid, else with this phone, else a new one. */
  user(wanted: { openid?: string; phone?: string; unionid?: string }): SimulatedUser {
    const known = wanted.openid
      ? this.users.get(wanted.openid)
      : this.users.values().find((user) => wanted.phone && user.phone === wanted.phone);
    const openid = wanted.openid ?? known?.openid ?? newOpenid();
    const { phone = known?.phone, unionid = known?.unionid } = wanted;
    return this.users.put(openid, {
      ...known,
      openid,
      ...(phone ? { phone } : {}),
      ...(unionid ? { unionid } : {}),
    });
  }

  mintCode(openid: string, kind: OneTimeCode['kind']): string {
    const code = `${kind === 'login' ? '0' : 'p'}${randomBytes(24).toString('hex').slice(0, 31)}`;
    this.codes.put(code, { openid, kind, expiresAt: this.now() + CODE_LIFE_MS });
    this.codes.trim(2_000);
    return code;
  }

  /** Answers an errcode for a code that is wrong, old, of the other kind, or used. */
  redeem(code: string, kind: OneTimeCode['kind']): SimulatedUser | { errcode: number } {
    const found = this.codes.get(code);
    if (!found || found.kind !== kind) return { errcode: 40029 };
    if (found.usedAt) return { errcode: kind === 'login' ? 40163 : 40029 };
    if (found.expiresAt <= this.now()) return { errcode: 40029 };
    this.codes.put(code, { ...found, usedAt: this.now() });
    return this.users.get(found.openid) ?? { errcode: 40029 };
  }

  login(user: SimulatedUser): string {
    const sessionKey = randomBytes(16).toString('base64');
    this.users.put(user.openid, { ...user, sessionKey });
    return sessionKey;
  }

  /** stable_token: the same one while it is good; forced, or in its last five minutes, a new one. */
  token(force: boolean): { token: string; expiresIn: number } {
    const current = this.tokens.values().at(-1);
    const left = current && !current.revoked ? current.expiresAt - this.now() : 0;
    if (current && left > CODE_LIFE_MS && !force) {
      return { token: current.token, expiresIn: Math.floor(left / 1000) };
    }
    if (force) this.revokeTokens();
    const token = randomBytes(66).toString('base64url');
    this.tokens.put(token, { token, expiresAt: this.now() + TOKEN_LIFE_MS });
    this.tokens.trim(5);
    return { token, expiresIn: TOKEN_LIFE_MS / 1000 };
  }

  revokeTokens(): void {
    for (const token of this.tokens.values()) {
      this.tokens.put(token.token, { ...token, revoked: true });
    }
  }

  /** 0 when good, else 40001 or 42001. */
  checkToken(token: string): number {
    const found = this.tokens.get(token);
    if (!found || found.revoked) return 40001;
    return found.expiresAt > this.now() ? 0 : 42001;
  }

  grant(openid: string, templateId: string, times: number): number {
    const key = `${openid} ${templateId}`;
    return this.quota.put(key, Math.max((this.quota.get(key) ?? 0) + times, 0));
  }

  /** Uses one grant up; false when the user never agreed, or not often enough. */
  spendGrant(openid: string, templateId: string): boolean {
    const left = this.quota.get(`${openid} ${templateId}`) ?? 0;
    if (left > 0) this.grant(openid, templateId, -1);
    return left > 0;
  }

  deliver(message: Omit<WechatMessage, 'id'>): WechatMessage {
    const id = randomUUID();
    const delivered = this.messages.put(id, { ...message, id });
    this.messages.trim(300);
    return delivered;
  }
}

function newOpenid(): string {
  return `o${randomBytes(21).toString('base64url').slice(0, 27)}`;
}
