/** The door of identity: who somebody is, what they may do, and codes by SMS. */
export { identityModule } from './identity.module';
export { Policy, requireAccount, requireStaff } from './policy/policy';
export type { ScopeColumns, ScopeFilter, ScopeTarget } from './policy/scope';
export { Accounts } from './accounts/accounts';
export { SmsCodes, type IssuedCode, type SmsPurpose } from './accounts/sms-codes';
export { privacyNotices, textHashOf } from './accounts/privacy-notices';
export { hashPassword } from './staff/password-hash';
export { SessionActorResolver } from './session-actor-resolver';
export {
  AccountFollowers,
  CodeSenderHolder,
  OpenObligationsHolder,
  UnreadMessagesHolder,
  WechatClientHolder,
  type AccountFollower,
  type CodeSender,
  type OpenObligations,
  type UnreadMessages,
  type WechatClient,
} from './ports';
