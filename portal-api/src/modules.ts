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
import { HttpWechatClient } from './adapters/wechat';
import { identityModule, SessionActorResolver, WechatClientHolder } from './modules/identity';
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
  directoryModule,
  appointmentsModule,
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
  (await container.getAsync(WechatClientHolder)).client = new HttpWechatClient({
    baseUrl: config.WECHAT_BASE_URL,
    appId: config.WECHAT_APP_ID,
    appSecret: config.WECHAT_APP_SECRET,
  });
}
