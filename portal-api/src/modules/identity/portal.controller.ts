import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  clearSessionCookies,
  currentRequest,
  Database,
  giveDevice,
  KernelContext,
  newToken,
  Route,
  setSessionCookies,
  type Actor,
} from '../../kernel';
import { AccountPresenter } from './accounts/account.presenter';
import { BindWechatPhone } from './accounts/bind-wechat-phone';
import { CloseAccount } from './accounts/close-account';
import { Consents } from './accounts/consents';
import { privacyNotices } from './accounts/privacy-notices';
import { RequestSmsCode } from './accounts/request-sms-code';
import { SignInAccount, type SignedInAccount } from './accounts/sign-in-account';
import { SignOutAccount } from './accounts/sign-out-account';
import { requireAccount } from './policy/policy';

/** Accounts of patients: sign-in, consent, closing. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class AccountPortalController {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  requestSmsCodeUseCase: RequestSmsCode;
  @Inject()
  signInAccount: SignInAccount;
  @Inject()
  bindPhone: BindWechatPhone;
  @Inject()
  closeAccountUseCase: CloseAccount;
  @Inject()
  signOutAccount: SignOutAccount;
  @Inject()
  accountPresenter: AccountPresenter;
  @Inject()
  consents: Consents;

  @Route('listPrivacyNotices')
  async listPrivacyNotices(): Promise<ResponseOf<'listPrivacyNotices'>> {
    return { items: [...privacyNotices] };
  }

  @Route('requestSmsCode')
  async requestSmsCode(
    { body }: RequestOf<'requestSmsCode'>,
    { meta }: Actor,
  ): Promise<ResponseOf<'requestSmsCode'>> {
    // The name a mini-program brings is its own invention, so it always counts as new.
    const isNewcomer = meta.device === undefined || meta.client === 'weapp';
    const isNameless = meta.device === undefined && meta.client === 'browser';
    const from = isNameless ? { ...meta, device: this.nameDevice() } : meta;
    return this.requestSmsCodeUseCase.run(body, from, isNewcomer);
  }

  private nameDevice(): string {
    const { secrets, config } = this.kernelContext;
    return giveDevice(currentRequest(), secrets, config.PUBLIC_URL.startsWith('https://'));
  }

  @Route('signInWithSms')
  async signInWithSms(
    { body }: RequestOf<'signInWithSms'>,
    actor: Actor,
  ): Promise<ResponseOf<'signInWithSms'>> {
    return this.welcome(await this.signInAccount.withSms(body, actor.meta), actor);
  }

  @Route('signInWithWechat')
  async signInWithWechat(
    { body }: RequestOf<'signInWithWechat'>,
    actor: Actor,
  ): Promise<ResponseOf<'signInWithWechat'>> {
    return this.welcome(await this.signInAccount.withWechat(body, actor.meta), actor);
  }

  @Route('signOut')
  async signOut(_request: RequestOf<'signOut'>, actor: Actor): Promise<void> {
    await this.signOutAccount.run(requireAccount(actor));
    clearSessionCookies(currentRequest(), 'portal');
  }

  @Route('getAccount')
  async getAccount(
    _request: RequestOf<'getAccount'>,
    actor: Actor,
  ): Promise<ResponseOf<'getAccount'>> {
    return this.accountPresenter.present(requireAccount(actor).accountId);
  }

  @Route('updateAccountPreferences')
  async updateAccountPreferences(
    { body }: RequestOf<'updateAccountPreferences'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateAccountPreferences'>> {
    const { accountId } = requireAccount(actor);
    await this.database.query(
      `update account set is_large_type = $2, version = version + 1
        where id = $1 and state = 'active' and is_large_type <> $2`,
      [accountId, body.isLargeType],
    );
    return this.accountPresenter.present(accountId);
  }

  @Route('bindWechatPhone')
  async bindWechatPhone(
    { body }: RequestOf<'bindWechatPhone'>,
    actor: Actor,
  ): Promise<ResponseOf<'bindWechatPhone'>> {
    return this.welcome(await this.bindPhone.run(requireAccount(actor), body.code), actor);
  }

  @Route('listConsents')
  async listConsents(
    _request: RequestOf<'listConsents'>,
    actor: Actor,
  ): Promise<ResponseOf<'listConsents'>> {
    return { items: await this.consents.listOf(requireAccount(actor).accountId) };
  }

  @Route('giveConsent')
  async giveConsent(
    { body }: RequestOf<'giveConsent'>,
    actor: Actor,
  ): Promise<ResponseOf<'giveConsent'>> {
    const account = requireAccount(actor);
    await this.consents.give(account, body.purpose, body.version);
    return this.accountPresenter.present(account.accountId);
  }

  @Route('withdrawConsent')
  async withdrawConsent(
    { params }: RequestOf<'withdrawConsent'>,
    actor: Actor,
  ): Promise<ResponseOf<'withdrawConsent'>> {
    const account = requireAccount(actor);
    await this.consents.withdraw(account, params.purpose);
    return this.accountPresenter.present(account.accountId);
  }

  @Route('closeAccount')
  async closeAccount({ body }: RequestOf<'closeAccount'>, actor: Actor): Promise<void> {
    await this.closeAccountUseCase.run(requireAccount(actor), body.code);
    clearSessionCookies(currentRequest(), 'portal');
  }

  /** The mini-program keeps a token itself; a page must never see one, so a browser gets cookies. */
  private async welcome(
    signedIn: SignedInAccount,
    actor: Actor,
  ): Promise<ResponseOf<'signInWithSms'>> {
    const { accountId, isNewAccount, session } = signedIn;
    const isWeapp = actor.meta.client === 'weapp';
    if (!isWeapp) {
      setSessionCookies(currentRequest(), 'portal', {
        token: session.token,
        csrf: newToken(),
        maxAgeSeconds: session.maxAgeSeconds,
        isSecure: this.kernelContext.config.PUBLIC_URL.startsWith('https://'),
      });
    }
    const account = await this.accountPresenter.present(accountId);
    return { account, token: isWeapp ? session.token : null, isNewAccount };
  }
}
