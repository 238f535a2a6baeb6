import type { ExternalSystemKind, InboundKind } from '@suizhen/contract';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, type RecurringJob } from '../../../kernel';
import { InboundStore } from '../inbound/inbound-store';
import type { HospitalAdapter } from '../ports';
import { ConnectedSystems, type ConnectedSystem } from '../systems/connected-systems';
import { Leases } from './leases';
import { SyncStreams } from './sync-streams';

/** The job looks every few seconds: a worker that died leaves its door to the next one within this time. */
const leaseSeconds = 20;

/** The lines of the board that are there before the first message. */
const pushedKinds: Record<ExternalSystemKind, readonly InboundKind[]> = {
  his: ['patient', 'patient-merge', 'encounter', 'appointment', 'medication-request'],
  lis: ['report'],
  pacs: ['report'],
};

/**
 * Keeps the doors open through which systems push: one worker of all listens for a system. A paused system
 * may still push; what it says is kept and waits, since a laboratory does not keep it for us.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListenToSystems implements RecurringJob {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  connectedSystems: ConnectedSystems;
  @Inject()
  inboundStore: InboundStore;
  @Inject()
  leases: Leases;
  @Inject()
  syncStreams: SyncStreams;

  /** By adapter: settings that changed made a new one, which listens anew. */
  private readonly open = new WeakSet<HospitalAdapter>();

  async run(): Promise<number> {
    for (const system of await this.connectedSystems.all()) {
      if (system.adapter.listen) await this.listen(system);
    }
    return 0;
  }

  /** The doors first: the next worker must find the ports free. */
  async stop(): Promise<void> {
    for (const { id, adapter } of await this.connectedSystems.all()) {
      if (!this.open.has(adapter)) continue;
      this.open.delete(adapter);
      await adapter.close();
      this.connectedSystems.drop(id);
    }
    await this.leases.giveAll('listen');
  }

  private async listen({ id, kind, adapter }: ConnectedSystem): Promise<void> {
    const isOurs = await this.leases.take(id, 'listen', leaseSeconds);
    if (!isOurs) {
      // It took so long that another worker stepped in: two doors on one port there cannot be.
      if (this.open.has(adapter)) {
        this.open.delete(adapter);
        await adapter.close();
        this.connectedSystems.drop(id);
      }
      return;
    }
    if (this.open.has(adapter)) return;
    try {
      await this.syncStreams.ensure(id, pushedKinds[kind]);
      await adapter.listen!((items) => this.inboundStore.receive(id, items));
      this.open.add(adapter);
    } catch (error) {
      const { code } = error as { code?: string };
      this.kernelContext.logger.error({ systemId: id, code: code ?? '' }, 'cannot listen');
      await this.leases.give(id, 'listen');
    }
  }
}
