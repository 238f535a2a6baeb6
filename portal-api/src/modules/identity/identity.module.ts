import type { ModuleDefinition } from '../../kernel';
import { KnownAccounts } from './accounts/known-accounts';
import { AccountPresenter } from './accounts/account.presenter';
import { AccountSessions } from './accounts/account-sessions';
import { Accounts } from './accounts/accounts';
import { BindWechatPhone } from './accounts/bind-wechat-phone';
import { CloseAccount } from './accounts/close-account';
import { Consents } from './accounts/consents';
import { ForgetOldCodes } from './accounts/forget-old-codes.job';
import { RequestSmsCode } from './accounts/request-sms-code';
import { SignInAccount } from './accounts/sign-in-account';
import { SignOutAccount } from './accounts/sign-out-account';
import { SmsBudget } from './accounts/sms-budget';
import { SmsCodes } from './accounts/sms-codes';
import { StepUp } from './accounts/step-up';
import { StepUpController } from './accounts/step-up.controller';
import { deviceClasses } from './devices';
import { ForgetOldSessions } from './forget-old-sessions.job';
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
import { ManageSettings } from './settings/manage-settings';
import { ChangeStaffPassword } from './staff/change-staff-password';
import { CreateStaff } from './staff/create-staff';
import { EnrolTotp } from './staff/enrol-totp';
import { ListAuditEvents } from './staff/list-audit-events';
import { ListRoles } from './staff/list-roles';
import { PasswordPolicy } from './staff/password-policy';
import { ResetStaffPassword } from './staff/reset-staff-password';
import { SignInStaff } from './staff/sign-in-staff';
import { SignOutStaff } from './staff/sign-out-staff';
import { StaffCredentials } from './staff/staff-credentials';
import { StaffMembers } from './staff/staff-members';
import { StaffRules } from './staff/staff-rules';
import { StaffSessionPresenter } from './staff/staff-session.presenter';
import { StaffSessions } from './staff/staff-sessions';
import { Teams } from './staff/teams';
import { UpdateStaff } from './staff/update-staff';
import { StaffAdminController } from './staff-admin.controller';
import { StaffSessionController } from './staff-session.controller';

const ports = [
  AccountFollowers,
  CodeSenderHolder,
  OpenObligationsHolder,
  UnreadMessagesHolder,
  WechatClientHolder,
];

const accounts = [
  KnownAccounts,
  AccountPresenter,
  AccountSessions,
  Accounts,
  BindWechatPhone,
  CloseAccount,
  Consents,
  ForgetOldCodes,
  RequestSmsCode,
  SignInAccount,
  SignOutAccount,
  SmsBudget,
  SmsCodes,
  StepUp,
  StepUpController,
];

const staff = [
  ChangeStaffPassword,
  CreateStaff,
  EnrolTotp,
  ListAuditEvents,
  ListRoles,
  ManageSettings,
  PasswordPolicy,
  ResetStaffPassword,
  SignInStaff,
  SignOutStaff,
  StaffCredentials,
  StaffMembers,
  StaffRules,
  StaffSessionPresenter,
  StaffSessions,
  Teams,
  UpdateStaff,
];

export const identityModule: ModuleDefinition = {
  name: 'identity',
  classes: [
    ...ports,
    Policy,
    RoleTable,
    SessionActorResolver,
    ForgetOldSessions,
    ...accounts,
    ...deviceClasses,
    AccountPortalController,
    ...staff,
    StaffSessionController,
    StaffAdminController,
  ],
  jobs: [
    { name: 'forget-old-codes', everySeconds: 3_600, job: ForgetOldCodes },
    { name: 'forget-old-sessions', everySeconds: 3_600, job: ForgetOldSessions },
  ],
  settings: identitySettings,
};
