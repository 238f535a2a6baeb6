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

const modules: readonly ModuleDefinition[] = [kernelModule];

export const classes = modules.flatMap((module) => module.classes);
export const entities = modules.flatMap((module) => module.entities ?? []);
export const subscriptions = modules.flatMap((module) => module.subscriptions ?? []);
export const jobs = modules.flatMap((module) => module.jobs ?? []);
export const settings = modules.flatMap((module) => module.settings ?? []);

/** Gives each port its implementation. */
export async function wirePorts(
  _container: IMidwayContainer,
  _actorResolvers: ActorResolverHolder,
): Promise<void> {}
