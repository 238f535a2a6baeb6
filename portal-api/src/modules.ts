/**
 * The composition root: every module, ground floor first, and the ports that upper modules declare and
 * lower ones implement.
 */
import type { IMidwayContainer } from '@midwayjs/core';
import {
  ActorResolverHolder,
  Audit,
  Database,
  Idempotency,
  KernelContext,
  Outbox,
  RateLimiter,
  Settings,
  UnitOfWork,
} from './kernel';
import type { ModuleDefinition } from './kernel';
import { Gateway } from './kernel/http/gateway';
import { Metrics } from './kernel/metrics';
import { Redis } from './kernel/redis';
import { SmtpMailSender } from './adapters/mail';
import { HttpSmsSender } from './adapters/sms';
import { HttpWechatClient } from './adapters/wechat';
import type { Config } from './config';
import { deliveryModule, Inbox, SenderHolder, SmsCodeSender } from './modules/delivery';
import {
  AccountFollowers,
  CodeSenderHolder,
  identityModule,
  SessionActorResolver,
  UnreadMessagesHolder,
  WechatClientHolder,
} from './modules/identity';
import { messagingModule } from './modules/messaging';
import { PatientsOfAccount, patientsModule } from './modules/patients';
import { appointmentsModule, RosterAvailability } from './modules/appointments';
import { AvailabilityHolder, directoryModule } from './modules/directory';
import { ForgetOldKeys } from './worker/upkeep';

const kernelModule: ModuleDefinition = {
  name: 'kernel',
  classes: [
    KernelContext,
    Database,
    UnitOfWork,
    Outbox,
    Audit,
    Settings,
    Idempotency,
    Redis,
    RateLimiter,
    Metrics,
    ActorResolverHolder,
    Gateway,
    ForgetOldKeys,
  ],
};

const modules: readonly ModuleDefinition[] = [
  kernelModule,
  identityModule,
  deliveryModule,
  directoryModule,
  patientsModule,
  appointmentsModule,
  messagingModule,
];

export const classes = modules.flatMap((module) => module.classes);
export const entities = modules.flatMap((module) => module.entities ?? []);
export const subscriptions = modules.flatMap((module) => module.subscriptions ?? []);
export const jobs = modules.flatMap((module) => module.jobs ?? []);
export const settings = modules.flatMap((module) => module.settings ?? []);

/** Gives each port its implementation. */
export async function wirePorts(
  container: IMidwayContainer,
  actorResolvers: ActorResolverHolder,
): Promise<void> {
  const { config } = await container.getAsync(KernelContext);
  actorResolvers.resolver = await container.getAsync(SessionActorResolver);
  (await container.getAsync(AvailabilityHolder)).availability =
    await container.getAsync(RosterAvailability);
  await wireDelivery(container, config);
  const followers = await container.getAsync(AccountFollowers);
  followers.list.push(await container.getAsync(PatientsOfAccount), await container.getAsync(Inbox));
  (await container.getAsync(WechatClientHolder)).client = new HttpWechatClient({
    baseUrl: config.WECHAT_BASE_URL,
    appId: config.WECHAT_APP_ID,
    appSecret: config.WECHAT_APP_SECRET,
  });
}

async function wireDelivery(container: IMidwayContainer, config: Config): Promise<void> {
  const senders = await container.getAsync(SenderHolder);
  senders.sms = new HttpSmsSender({
    baseUrl: config.SMS_BASE_URL,
    accessKey: config.SMS_ACCESS_KEY,
    secret: config.SMS_SECRET,
    signName: config.SMS_SIGN_NAME,
  });
  senders.mail = new SmtpMailSender({ url: config.SMTP_URL, from: config.MAIL_FROM });
  (await container.getAsync(CodeSenderHolder)).sender = await container.getAsync(SmsCodeSender);
  (await container.getAsync(UnreadMessagesHolder)).messages = await container.getAsync(Inbox);
}
