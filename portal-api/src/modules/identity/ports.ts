import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, type Tx } from '../../kernel';

/** What identity needs from WeChat's mini-program platform. */
export interface WechatClient {
  codeToSession(code: string): Promise<{ openid: string; unionid?: string }>;
  phoneNumber(code: string): Promise<{ phoneNumber: string; countryCode: string }>;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class WechatClientHolder {
  client: WechatClient | undefined;

  get(): WechatClient {
    if (!this.client) throw new AppError('PROVIDER_UNAVAILABLE');
    return this.client;
  }
}

/** Brings a code to a phone. Implemented by delivery. */
export interface CodeSender {
  send(tx: Tx, to: string, code: string, purpose: string): Promise<void>;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class CodeSenderHolder {
  sender: CodeSender | undefined;

  get(): CodeSender {
    if (!this.sender) throw new AppError('UNAVAILABLE');
    return this.sender;
  }
}

/** Whether something still lies ahead that an account must see through. Implemented by appointments. */
export interface OpenObligations {
  has(accountId: string): Promise<boolean>;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class OpenObligationsHolder {
  obligations: OpenObligations | undefined;

  /** Without an answer an account stays open: closing it cannot be taken back. */
  async has(accountId: string): Promise<boolean> {
    return this.obligations ? this.obligations.has(accountId) : true;
  }
}

/** What other modules keep for an account and must follow it, in the same transaction. */
export interface AccountFollower {
  /** `from` turned out to be the same person as `into` and ends. */
  merged(tx: Tx, from: string, into: string): Promise<void>;
  /** The account closes: what no law keeps goes, nobody is acted for any more. */
  closed(tx: Tx, accountId: string): Promise<void>;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AccountFollowers {
  readonly list: AccountFollower[] = [];

  async merged(tx: Tx, from: string, into: string): Promise<void> {
    for (const follower of this.list) await follower.merged(tx, from, into);
  }

  async closed(tx: Tx, accountId: string): Promise<void> {
    for (const follower of this.list) await follower.closed(tx, accountId);
  }
}

/** How many messages wait unread. Implemented by delivery. */
export interface UnreadMessages {
  count(accountId: string): Promise<number>;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class UnreadMessagesHolder {
  messages: UnreadMessages | undefined;

  async count(accountId: string): Promise<number> {
    return this.messages ? this.messages.count(accountId) : 0;
  }
}
