/** The door of identity: who somebody is, and what they may do. */
export { identityModule } from './identity.module';
export { Policy, requireAccount, requireStaff } from './policy/policy';
export { Devices, requireDevice } from './devices';
export { Accounts } from './accounts/accounts';
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
} from './ports';
