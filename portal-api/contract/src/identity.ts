/** Accounts of patients: sign-in, consent, closing. */
import { z } from 'zod';
import { consentPurposes } from './wire/enums';
import { id, instant, listOf, phone, smsCode } from './common';
import { operation } from './operation';

const tag = 'identity';

export const PublicConfig = z
  .object({
    hospitalName: z.string(),
    serverTime: instant.meta({ description: 'The hospital clock; clients show countdowns by it' }),
    bookingWindowDays: z.int(),
    holdMinutes: z.int(),
    maxPatientsPerAccount: z.int(),
    isDeskPaymentAllowed: z.boolean(),
    cancelCutoffMinutes: z.int(),
    servicePhone: z.string(),
    isLocalMode: z
      .boolean()
      .meta({ description: 'True on a demonstration machine with simulators' }),
  })
  .meta({ id: 'PublicConfig' });

export const PrivacyNotice = z
  .object({
    purpose: z.enum(consentPurposes),
    version: z.string(),
    title: z.string(),
    summary: z.string(),
    body: z.string().meta({ description: 'Plain text, paragraphs parted by blank lines' }),
    isRequired: z.boolean().meta({ description: 'Basic service is impossible without it' }),
  })
  .meta({ id: 'PrivacyNotice' });

export const Consent = z
  .object({
    purpose: z.enum(consentPurposes),
    version: z.string(),
    isCurrent: z.boolean().meta({ description: 'False when the notice has changed since' }),
    givenAt: instant,
    withdrawnAt: instant.nullable(),
  })
  .meta({ id: 'Consent' });

export const Account = z
  .object({
    id,
    phoneMasked: z.string().nullable().meta({ description: 'Null until a phone is bound' }),
    isWechatLinked: z.boolean(),
    isLargeType: z.boolean(),
    consents: z.array(Consent),
    missingConsents: z.array(z.enum(consentPurposes)).meta({
      description: 'Required purposes not yet (or no longer) consented to in the current version',
    }),
    unreadMessages: z.int(),
    createdAt: instant,
  })
  .meta({ id: 'Account' });

export const SignedIn = z
  .object({
    account: Account,
    token: z.string().nullable().meta({
      description: 'For the mini-program only (X-Client: weapp); browsers get an httpOnly cookie',
    }),
    isNewAccount: z.boolean(),
  })
  .meta({ id: 'SignedIn' });

export const smsPurposes = ['sign-in', 'close-account'] as const;

export const identityOperations = {
  getPublicConfig: operation('getPublicConfig', {
    summary: 'What a client must know before anyone signs in',
    tag,
    access: { by: 'anyone' },
    response: PublicConfig,
  }),
  listPrivacyNotices: operation('listPrivacyNotices', {
    summary: 'The privacy notices in force',
    tag,
    access: { by: 'anyone' },
    response: listOf(PrivacyNotice),
  }),
  requestSmsCode: operation('requestSmsCode', {
    summary: 'Send a code by SMS; answers the same whether the number is known or not',
    tag,
    access: { by: 'anyone' },
    limit: 'sms',
    body: z.object({ phone, purpose: z.enum(smsPurposes) }),
    response: z.object({ retryAfterSeconds: z.int(), expiresInSeconds: z.int() }),
  }),
  signInWithSms: operation('signInWithSms', {
    summary: 'Sign in (and on first use: open an account) by an SMS code',
    tag,
    access: { by: 'anyone' },
    limit: 'sign-in',
    errors: ['CODE_INVALID'],
    body: z.object({ phone, code: smsCode }),
    response: SignedIn,
  }),
  signInWithWechat: operation('signInWithWechat', {
    summary: 'Sign in by the code of wx.login',
    tag,
    access: { by: 'anyone' },
    limit: 'sign-in',
    errors: ['CODE_INVALID', 'PROVIDER_UNAVAILABLE'],
    body: z.object({ code: z.string().min(1).max(200) }),
    response: SignedIn,
  }),
  signOut: operation('signOut', {
    summary: 'End this session',
    tag,
    access: { by: 'account' },
  }),
  getAccount: operation('getAccount', {
    summary: 'The signed-in account',
    tag,
    access: { by: 'account' },
    response: Account,
  }),
  updateAccountPreferences: operation('updateAccountPreferences', {
    summary: 'Keep the large-type choice with the account',
    tag,
    access: { by: 'account' },
    body: z.object({ isLargeType: z.boolean() }),
    response: Account,
  }),
  bindWechatPhone: operation('bindWechatPhone', {
    summary: 'Bind the phone number of the phone-number button; joins the account that has it',
    tag,
    access: { by: 'account' },
    limit: 'sign-in',
    errors: ['CODE_INVALID', 'PROVIDER_UNAVAILABLE', 'CONFLICT'],
    body: z.object({ code: z.string().min(1).max(200) }),
    response: SignedIn,
  }),
  listConsents: operation('listConsents', {
    summary: 'What this account consented to, withdrawn ones included',
    tag,
    access: { by: 'account' },
    response: listOf(Consent),
  }),
  giveConsent: operation('giveConsent', {
    summary: 'Consent to one purpose in the version shown',
    tag,
    access: { by: 'account' },
    errors: ['VERSION_CONFLICT'],
    body: z.object({ purpose: z.enum(consentPurposes), version: z.string().min(1).max(40) }),
    response: Account,
  }),
  withdrawConsent: operation('withdrawConsent', {
    summary: 'Withdraw a consent; the purpose stops at once',
    tag,
    access: { by: 'account' },
    params: z.object({ purpose: z.enum(consentPurposes) }),
    response: Account,
  }),
  closeAccount: operation('closeAccount', {
    summary: 'Close the account; refused while appointments lie ahead',
    tag,
    access: { by: 'account' },
    limit: 'sign-in',
    errors: ['CODE_INVALID', 'OUTSTANDING_APPOINTMENTS'],
    body: z.object({ code: smsCode }),
  }),
};
