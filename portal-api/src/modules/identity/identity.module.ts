import type { ModuleDefinition } from '../../kernel';
import { AccountActorCache } from './accounts/account-actor-cache';
import { AccountPresenter } from './accounts/account.presenter';
import { AccountSessions } from './accounts/account-sessions';
import { Accounts } from './accounts/accounts';
import { BindWechatPhone } from './accounts/bind-wechat-phone';
import { CloseAccount } from './accounts/close-account';
import { Consents } from './accounts/consents';
import { RequestSmsCode } from './accounts/request-sms-code';
import { SignInAccount } from './accounts/sign-in-account';
import { SignOutAccount } from './accounts/sign-out-account';
import { SmsCodes } from './accounts/sms-codes';
import { identitySettings } from './identity.settings';
import { Policy } from './policy/policy';
import { RoleTable } from './policy/role-table';
import { AccountPortalController } from './portal.controller';
import {
  AccountFollowers,
  CodeSenderHolder,
  OpenObligationsHolder,
  UnreadMessagesHolder,
  WechatClientHolder,
} from './ports';
import { SessionActorResolver } from './session-actor-resolver';

const ports = [
  AccountFollowers,
  CodeSenderHolder,
  OpenObligationsHolder,
  UnreadMessagesHolder,
  WechatClientHolder,
];

const accounts = [
  AccountActorCache,
  AccountPresenter,
  AccountSessions,
  Accounts,
  BindWechatPhone,
  CloseAccount,
  Consents,
  RequestSmsCode,
  SignInAccount,
  SignOutAccount,
  SmsCodes,
];

export const identityModule: ModuleDefinition = {
  name: 'identity',
  classes: [
    ...ports,
    Policy,
    RoleTable,
    SessionActorResolver,
    ...accounts,
    AccountPortalController,
  ],
  settings: identitySettings,
};
