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
import { EventStreams } from './kernel/http/event-stream';
import { TokenGuard } from './kernel/http/token-guard';
import { Metrics } from './kernel/metrics';
import { Redis } from './kernel/redis';
import { HospitalAdapters } from './adapters/his';
import { SmtpMailSender } from './adapters/mail';
import { HttpSmsSender } from './adapters/sms';
import { HttpWechatClient } from './adapters/wechat';
import { WechatPayProvider } from './adapters/wechat-pay';
import type { Config } from './config';
import {
  deliveryModule,
  Inbox,
  MessagesOfPatient,
  SenderHolder,
  SmsCodeSender,
} from './modules/delivery';
import {
  AccountFollowers,
  CodeSenderHolder,
  identityModule,
  OpenObligationsHolder,
  SessionActorResolver,
  UnreadMessagesHolder,
  WechatClientHolder,
} from './modules/identity';
import { FilesOfAccount, filesModule, TicketOpeners, TicketsOfPatient } from './modules/files';
import {
  AdapterFactoryHolder,
  HisNumberSource,
  InboundOfPatient,
  integrationModule,
} from './modules/integration';
import { messagingModule } from './modules/messaging';
import {
  OpenAppointmentsHolder,
  PatientFollowers,
  PatientsOfAccount,
  patientsModule,
  PatientSubjects,
  ProxiesOfPatient,
} from './modules/patients';
import {
  PayableHolder,
  PaymentProviderHolder,
  PaymentsOfAccount,
  paymentsModule,
  PaymentsOfPatient,
} from './modules/payments';
import {
  AccountTies,
  AppointmentPayable,
  appointmentsModule,
  NumberSourceHolder,
  AppointmentsOfPatient,
  RosterAvailability,
} from './modules/appointments';
import { AvailabilityHolder, directoryModule } from './modules/directory';
import {
  ApprovedExplanations,
  ArchiveOfPatient,
  DocumentTickets,
  ItemExplanationsHolder,
  OpenEncounterSummary,
  OpenReportImages,
  OpenReportPdf,
  PictureTickets,
  RecordsOfAccount,
  recordsModule,
} from './modules/records';
import { upkeepModule } from './modules/upkeep';
import { workModule, WorkOfPatient, WorkSubjectsHolder } from './modules/work';
import { ForgetOldKeys } from './worker/upkeep';
import { WatchUnknownEvents } from './worker/watch-unknown-events';

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
    TokenGuard,
    EventStreams,
    Gateway,
    ForgetOldKeys,
    WatchUnknownEvents,
  ],
  jobs: [
    { name: 'forget-old-keys', everySeconds: 3_600, job: ForgetOldKeys },
    { name: 'watch-unknown-events', everySeconds: 30, job: WatchUnknownEvents },
  ],
};

const modules: readonly ModuleDefinition[] = [
  kernelModule,
  identityModule,
  filesModule,
  deliveryModule,
  workModule,
  directoryModule,
  patientsModule,
  paymentsModule,
  appointmentsModule,
  recordsModule,
  messagingModule,
  integrationModule,
  upkeepModule,
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
  (await container.getAsync(WorkSubjectsHolder)).subjects =
    await container.getAsync(PatientSubjects);
  const followers = await container.getAsync(AccountFollowers);
  followers.list.push(
    await container.getAsync(PatientsOfAccount),
    await container.getAsync(FilesOfAccount),
    await container.getAsync(Inbox),
  );
  await wirePayments(container, config);
  await wireAppointments(container);
  await wireRecords(container);
  await wireMerging(container);
  (await container.getAsync(AdapterFactoryHolder)).factory = new HospitalAdapters();
  (await container.getAsync(WechatClientHolder)).client = new HttpWechatClient({
    baseUrl: config.WECHAT_BASE_URL,
    appId: config.WECHAT_APP_ID,
    appSecret: config.WECHAT_APP_SECRET,
  });
}

/** Every module that keeps something of patients. */
async function wireMerging(container: IMidwayContainer): Promise<void> {
  const followers = await container.getAsync(PatientFollowers);
  followers.list.push(
    await container.getAsync(ProxiesOfPatient),
    await container.getAsync(TicketsOfPatient),
    await container.getAsync(MessagesOfPatient),
    await container.getAsync(WorkOfPatient),
    await container.getAsync(PaymentsOfPatient),
    await container.getAsync(AppointmentsOfPatient),
    await container.getAsync(ArchiveOfPatient),
    await container.getAsync(InboundOfPatient),
  );
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

async function wirePayments(container: IMidwayContainer, config: Config): Promise<void> {
  (await container.getAsync(PaymentProviderHolder)).provider = new WechatPayProvider({
    baseUrl: config.WECHAT_PAY_BASE_URL,
    appId: config.WECHAT_APP_ID,
    mchId: config.WECHAT_PAY_MCH_ID,
    privateKey: config.WECHAT_PAY_MERCHANT_KEY,
    serial: config.WECHAT_PAY_MERCHANT_SERIAL,
    apiV3Key: config.WECHAT_PAY_API_V3_KEY,
    publicKeyId: config.WECHAT_PAY_PUBLIC_KEY_ID,
    publicKey: config.WECHAT_PAY_PUBLIC_KEY,
  });
  const followers = await container.getAsync(AccountFollowers);
  followers.list.push(await container.getAsync(PaymentsOfAccount));
}

async function wireAppointments(container: IMidwayContainer): Promise<void> {
  const ties = await container.getAsync(AccountTies);
  (await container.getAsync(NumberSourceHolder)).source = await container.getAsync(HisNumberSource);
  (await container.getAsync(PayableHolder)).payable = await container.getAsync(AppointmentPayable);
  (await container.getAsync(OpenObligationsHolder)).obligations = ties;
  (await container.getAsync(OpenAppointmentsHolder)).appointments = ties;
  (await container.getAsync(AccountFollowers)).list.push(ties);
}

async function wireRecords(container: IMidwayContainer): Promise<void> {
  (await container.getAsync(AccountFollowers)).list.push(
    await container.getAsync(RecordsOfAccount),
  );
  (await container.getAsync(ItemExplanationsHolder)).explanations =
    await container.getAsync(ApprovedExplanations);
  const openers = await container.getAsync(TicketOpeners);
  openers.set('report-pdf', await container.getAsync(OpenReportPdf));
  openers.set('report-images', await container.getAsync(OpenReportImages));
  openers.set('encounter-summary', await container.getAsync(OpenEncounterSummary));
  openers.set('document-file', await container.getAsync(DocumentTickets));
  openers.set('dental-picture', await container.getAsync(PictureTickets));
}
