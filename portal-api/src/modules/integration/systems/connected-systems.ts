import type { ExternalSystemKind } from '@suizhen/contract';
import { Destroy, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, KernelContext, realTime } from '../../../kernel';
import { AdapterFactoryHolder, type HospitalAdapter } from '../ports';
import { selectSystems, type ExternalSystemRow } from './external-system';

/** Every process sees a change of the settings within this time. */
const freshForMs = 3_000;

export interface ConnectedSystem {
  id: string;
  branchId: string;
  code: string;
  kind: ExternalSystemKind;
  isPaused: boolean;
  adapter: HospitalAdapter;
}

interface Kept {
  version: number;
  system: ConnectedSystem;
}

/** Keeps one adapter alive for every system that is enabled, made anew when its settings change. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ConnectedSystems {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  adapterFactoryHolder: AdapterFactoryHolder;

  private readonly kept = new Map<string, Kept>();
  /** Settings that no adapter can be made from, by version: said once, not every few seconds. */
  private readonly broken = new Map<string, number>();
  private readAt = 0;
  private reading: Promise<void> | undefined;

  /** All that are enabled, paused ones too. */
  async all(): Promise<ConnectedSystem[]> {
    await this.refresh();
    return [...this.kept.values()].map(({ system }) => system);
  }

  async find(systemId: string): Promise<ConnectedSystem | null> {
    await this.refresh();
    return this.kept.get(systemId)?.system ?? null;
  }

  /** Null: not enabled, or its settings are broken. */
  async adapterOf(systemId: string): Promise<HospitalAdapter | null> {
    return (await this.find(systemId))?.adapter ?? null;
  }

  /** An adapter for one use; whoever asked for it closes it. @throws Error naming what is wrong, in Chinese */
  make(
    row: Pick<ExternalSystemRow, 'id' | 'code' | 'adapter' | 'config' | 'secret_cipher'>,
  ): HospitalAdapter {
    return this.adapterFactoryHolder.factory.create(row.adapter, {
      systemId: row.id,
      systemCode: row.code,
      config: row.config,
      secret: this.kernelContext.secrets.decryptOptional(row.secret_cipher),
    });
  }

  /** The next look reads the rows again: after a change of this process's own. */
  forget(): void {
    this.readAt = 0;
  }

  /** One that was closed from outside: the next look makes it anew. */
  drop(systemId: string): void {
    this.kept.delete(systemId);
    this.forget();
  }

  @Destroy()
  async closeAll(): Promise<void> {
    const systems = [...this.kept.values()];
    this.kept.clear();
    await Promise.all(systems.map((kept) => this.close(kept)));
  }

  private async refresh(): Promise<void> {
    if (realTime.now().getTime() - this.readAt < freshForMs) return;
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    await this.reading;
  }

  private async read(): Promise<void> {
    const rows = await this.database.query<ExternalSystemRow>(
      selectSystems('where s.is_enabled order by s.created_at, s.id'),
    );
    const ids = new Set(rows.map((row) => row.id));
    for (const [id, kept] of this.kept) {
      if (ids.has(id)) continue;
      this.kept.delete(id);
      await this.close(kept);
    }
    for (const row of rows) await this.keep(row);
    this.readAt = realTime.now().getTime();
  }

  private async keep(row: ExternalSystemRow): Promise<void> {
    const known = this.kept.get(row.id);
    if (known?.version === row.version) {
      known.system.isPaused = row.paused_at !== null;
      return;
    }
    if (known) {
      this.kept.delete(row.id);
      await this.close(known);
    }
    if (this.broken.get(row.id) === row.version) return;
    try {
      const adapter = this.make(row);
      const { id, branch_id: branchId, code, kind, paused_at: pausedAt } = row;
      const system = { id, branchId, code, kind, isPaused: pausedAt !== null, adapter };
      this.kept.set(id, { version: row.version, system });
    } catch {
      // What it says may hold an address or a key.
      this.broken.set(row.id, row.version);
      this.kernelContext.logger.error({ systemId: row.id }, 'no adapter for these settings');
    }
  }

  private async close({ system }: Kept): Promise<void> {
    await system.adapter
      .close()
      .catch(() => this.kernelContext.logger.warn({ systemId: system.id }, 'not closed tidily'));
  }
}
