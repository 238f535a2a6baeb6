import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { InboundKind } from '@suizhen/contract';
import { KernelContext, realTime, Settings, type RecurringJob } from '../../../kernel';
import { InboundStore } from '../inbound/inbound-store';
import { ConnectedSystems, type ConnectedSystem } from '../systems/connected-systems';
import { wordsOfError } from '../words-of-error';
import { fullCompareHour, overlapMinutes, pollSeconds } from './integration.settings';
import { Leases } from './leases';
import {
  nextWatermark,
  pauseSeconds,
  planRun,
  type PlannedRun,
  type StreamRules,
} from './stream-schedule';
import { pullOrder } from './stream-kinds';
import { SyncStreams, type PullState } from './sync-streams';

/** About as long as a page may take. Where one takes longer another worker steps in, which does no harm. */
const leaseSeconds = 30;
/** A system that hangs goes on by itself; the others are not kept waiting for it. */
const patienceMs = 2_000;

/**
 * Fetches what changed, system by system and kind by kind. Each run begins before the last change that was
 * seen, so that a row written late is not skipped; what is seen twice is kept once.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PullSystems implements RecurringJob {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  connectedSystems: ConnectedSystems;
  @Inject()
  inboundStore: InboundStore;
  @Inject()
  syncStreams: SyncStreams;
  @Inject()
  leases: Leases;

  private readonly running = new Map<string, Promise<number>>();

  /** @returns how much was new */
  async run(): Promise<number> {
    for (const system of await this.connectedSystems.all()) {
      if (system.isPaused || system.adapter.pulls.length === 0 || this.running.has(system.id)) {
        continue;
      }
      const pulling = this.pullSystem(system).finally(() => this.running.delete(system.id));
      // Whoever hangs is heard when the round is long over.
      pulling.catch(() => undefined);
      this.running.set(system.id, pulling);
    }
    return this.roundOf([...this.running.values()]);
  }

  /** What is done within the time that a round may take. */
  private async roundOf(pulls: readonly Promise<number>[]): Promise<number> {
    let stored = 0;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
      timer.unref();
    });
    const counted = pulls.map(async (pull) => void (stored += await pull));
    counted.forEach((pull) => void pull.catch(() => undefined));
    await Promise.race([Promise.all(counted), patience]).finally(() => clearTimeout(timer));
    return stored;
  }

  async stop(): Promise<void> {
    await this.leases.giveAll('pull');
  }

  private async pullSystem(system: ConnectedSystem): Promise<number> {
    if (!(await this.leases.take(system.id, 'pull', leaseSeconds))) return 0;
    const kinds = pullOrder.filter((kind) => system.adapter.pulls.includes(kind));
    await this.syncStreams.ensure(system.id, kinds);
    const states = await this.syncStreams.states(system.id);
    const rules = await this.rules();
    let stored = 0;
    for (const kind of kinds) {
      const state = states.get(kind);
      if (!state || state.isPaused) continue;
      const plan = planRun(state, rules, realTime.now(), this.kernelContext.clock.now());
      if (plan) stored += await this.pullKind(system, kind, state, plan, rules);
    }
    return stored;
  }

  private async pullKind(
    system: ConnectedSystem,
    kind: InboundKind,
    state: PullState,
    plan: PlannedRun,
    rules: StreamRules,
  ): Promise<number> {
    const startedAt = realTime.now();
    const after = (seconds: number) => new Date(realTime.now().getTime() + seconds * 1_000);
    try {
      const { stored, seen } = await this.fetch(system, kind, plan);
      const { clock } = this.kernelContext;
      await this.syncStreams.succeeded(system.id, kind, {
        watermark: nextWatermark(state.watermark, seen, plan.until),
        startedAt,
        nextRunAt: after(rules.pollSeconds),
        comparedAt: plan.since === null ? clock.now() : null,
        differences: plan.isComparison ? stored : null,
      });
      return stored;
    } catch (error) {
      const words = wordsOfError(error);
      this.kernelContext.logger.warn({ systemId: system.id, kind, words }, 'not fetched');
      const nextRunAt = after(pauseSeconds(state.failures + 1, rules.pollSeconds));
      await this.syncStreams.failed(system.id, kind, { startedAt, nextRunAt, words });
      return 0;
    }
  }

  private async fetch(
    system: ConnectedSystem,
    kind: InboundKind,
    plan: PlannedRun,
  ): Promise<{ stored: number; seen: Date | null }> {
    let stored = 0;
    let seen: Date | null = null;
    const window = { since: plan.since, until: plan.until };
    for await (const page of system.adapter.pull(kind, window)) {
      const outcomes = await this.inboundStore.receive(system.id, page);
      stored += outcomes.filter((outcome, at) => outcome === 'stored' && !page[at]?.isList).length;
      for (const { changedAt } of page) {
        if (changedAt && (seen === null || changedAt > seen)) seen = changedAt;
      }
      if (!(await this.leases.take(system.id, 'pull', leaseSeconds))) {
        throw new Error('另一进程已接手读取');
      }
    }
    return { stored, seen };
  }

  private async rules(): Promise<StreamRules> {
    return {
      overlapMinutes: await this.settings.get(overlapMinutes),
      pollSeconds: await this.settings.get(pollSeconds),
      fullCompareHour: await this.settings.get(fullCompareHour),
    };
  }
}
