import { createHash } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, KernelContext, newId, realTime } from '../../../kernel';
import type { RawItem, StoreOutcome } from '../ports';

/** One statement never carries more than this, so that a burst does not become one long lock. */
const mostRows = 400;
const mostBytes = 8 * 1024 * 1024;
const longestId = 300;

interface Waiting {
  systemId: string;
  item: RawItem;
  resolve: (outcome: StoreOutcome) => void;
  reject: (error: Error) => void;
}

/**
 * The door through which everything comes in: sealed and on disk before anything is made of it. What
 * arrives while a statement is under way goes together into the next one, so that many senders share
 * one commit.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class InboundStore {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;

  private waiting: Waiting[] = [];
  private isWriting = false;

  /**
   * Keeps what a system gave, in this order. The same system, kind, id and version again is one.
   * @returns for each item, once it is on disk
   */
  async receive(systemId: string, items: readonly RawItem[]): Promise<StoreOutcome[]> {
    const outcomes = items.map(
      (item) =>
        new Promise<StoreOutcome>((resolve, reject) => {
          this.waiting.push({ systemId, item, resolve, reject });
        }),
    );
    if (!this.isWriting) void this.write();
    return Promise.all(outcomes);
  }

  private async write(): Promise<void> {
    this.isWriting = true;
    try {
      // What is received in the same turn goes along.
      await Promise.resolve();
      while (this.waiting.length > 0) await this.writeTogether(this.takeSome());
    } finally {
      this.isWriting = false;
    }
  }

  private takeSome(): Waiting[] {
    let bytes = 0;
    const count = this.waiting.findIndex(({ item }, index) => {
      bytes += item.content.length;
      return index > 0 && (index >= mostRows || bytes > mostBytes);
    });
    return this.waiting.splice(0, count === -1 ? this.waiting.length : count);
  }

  private async writeTogether(batch: readonly Waiting[]): Promise<void> {
    try {
      const stored = await this.insert(batch);
      for (const [index, { resolve }] of batch.entries())
        resolve(stored.has(index) ? 'stored' : 'repeated');
    } catch (error) {
      for (const { reject } of batch) reject(error as Error);
    }
  }

  /** @returns the places of those that were new */
  private async insert(batch: readonly Waiting[]): Promise<Set<number>> {
    const { secrets } = this.kernelContext;
    const now = realTime.now();
    const ids = batch.map(() => newId(now));
    const rows = await this.database.query<{ id: string }>(
      `insert into inbound_message (id, system_id, kind, external_id, external_version, order_key, content,
         encoding, changed_at, state, received_at)
       select r.id, r.system_id, r.kind, r.external_id, r.version, r.order_key, r.content, r.encoding,
         r.changed_at, 'received', $10
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[],
         $8::text[], $9::timestamptz[]) with ordinality
         as r (id, system_id, kind, external_id, version, order_key, content, encoding, changed_at, place)
       order by r.place
       on conflict (system_id, kind, external_id, external_version) do nothing returning id`,
      [
        ids,
        batch.map(({ systemId }) => systemId),
        batch.map(({ item }) => storable(item.kind)),
        batch.map(({ item }) => storable(item.externalId)),
        batch.map(({ item }) => storable(item.version)),
        batch.map(({ item }) => storable(item.orderKey)),
        batch.map(({ item }) => secrets.seal(item.content)),
        batch.map(({ item }) => item.encoding),
        batch.map(({ item }) => item.changedAt),
        now,
      ],
      'inbound-store',
    );
    const kept = new Set(rows.map((row) => row.id));
    return new Set(ids.flatMap((id, index) => (kept.has(id) ? [index] : [])));
  }
}

/** Ids come from outside: PostgreSQL takes no NUL, and an index no endless text. */
function storable(text: string): string {
  const clean = text.replaceAll('\u0000', '');
  if (clean.length <= longestId) return clean;
  return `${clean.slice(0, longestId)}#${createHash('sha256').update(clean).digest('base64url')}`;
}
