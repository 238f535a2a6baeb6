import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { AdapterKind, RequestOf, ResponseOf } from '@suizhen/contract';
import { Database, KernelContext, realTime, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { streamKindOf } from './stream-kinds';

export type SyncBoardAnswer = ResponseOf<'getSyncBoard'>;
type Stream = SyncBoardAnswer['items'][number];

interface StreamRow extends Record<string, unknown> {
  system_id: string;
  system_name: string;
  branch_name: string;
  adapter: AdapterKind;
  direction: Stream['direction'];
  kind: Stream['kind'];
  watermark: Date | null;
  last_run_at: Date | null;
  last_success_at: Date | null;
  last_error: string;
  processed: string;
  set_aside: string;
  paused_at: Date | null;
  system_paused_at: Date | null;
  compared_at: Date | null;
  differences: number;
}

/** What waits and what stands in quarantine, of one system and message type. */
interface Backlog extends Record<string, unknown> {
  system_id: string;
  direction: 'in' | 'out';
  kind: string;
  waiting: number;
  oldest: Date | null;
  quarantined: number;
}

interface Pending {
  waiting: number;
  oldest: Date | null;
  quarantined: number;
}

/** Every system and kind: how far behind it is, and what is wrong. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SyncBoard {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  policy: Policy;

  async run(
    actor: Actor,
    { branchId }: RequestOf<'getSyncBoard'>['query'],
  ): Promise<SyncBoardAnswer> {
    const staff = this.policy.require(actor, 'integration.display');
    const values: unknown[] = [branchId ?? null];
    const filter = this.policy.scope(staff, 'integration.display');
    const scope = this.policy.scopeCondition(filter, { branch: 's.branch_id' }, values);
    const where = `($1::uuid is null or s.branch_id = $1) and ${scope}`;
    const items = await this.streams(where, values);
    const [counts] = await this.database.query<
      Pick<SyncBoardAnswer, 'quarantined' | 'conflicts' | 'refused'>
    >(
      `select
         (select count(*)::int from inbound_message m join external_system s on s.id = m.system_id
           where m.state = 'quarantined' and ${where}) as quarantined,
         (select count(*)::int from sync_conflict c join external_system s on s.id = c.system_id
           where c.state = 'open' and ${where}) as conflicts,
         (select count(*)::int from outbound_message o join external_system s on s.id = o.system_id
           where o.state = 'refused' and ${where}) as refused`,
      values,
    );
    return { items, ...counts! };
  }

  /** The lines of one system; whoever asks was let in before. */
  async ofSystem(systemId: string): Promise<Stream[]> {
    return this.streams('s.id = $1', [systemId]);
  }

  private async streams(where: string, values: unknown[]): Promise<Stream[]> {
    const rows = await this.database.query<StreamRow>(
      `select t.system_id, s.name as system_name, b.name as branch_name, s.adapter, t.direction, t.kind, t.watermark,
         t.last_run_at, t.last_success_at, t.last_error, t.processed, t.set_aside, t.paused_at,
         s.paused_at as system_paused_at, t.compared_at, t.differences
         from sync_stream t join external_system s on s.id = t.system_id join branch b on b.id = s.branch_id
        where ${where} order by b.name, s.name, s.id, t.direction, t.kind`,
      values,
    );
    const pending = await this.pending(where, values);
    return rows.map((row) => this.present(row, pending.get(keyOf(row, row.kind))));
  }

  private async pending(where: string, values: unknown[]): Promise<Map<string, Pending>> {
    const rows = await this.database.query<Backlog>(
      `select m.system_id, 'in' as direction, m.kind, count(*) filter (where m.state = 'received')::int as waiting,
         min(m.received_at) filter (where m.state = 'received') as oldest,
         count(*) filter (where m.state = 'quarantined')::int as quarantined
         from inbound_message m join external_system s on s.id = m.system_id
        where m.state = 'received' and ${where} or m.state = 'quarantined' and ${where} group by 1, 3
       union all
       select o.system_id, 'out', o.kind, count(*) filter (where o.state in ('queued', 'unknown'))::int,
         min(o.created_at) filter (where o.state in ('queued', 'unknown')),
         count(*) filter (where o.state = 'refused')::int
         from outbound_message o join external_system s on s.id = o.system_id
        where o.state in ('queued', 'unknown', 'refused') and ${where} group by 1, 3`,
      values,
    );
    const pending = new Map<string, Pending>();
    for (const row of rows) {
      const kind = row.direction === 'in' ? streamKindOf(row.kind) : row.kind;
      if (kind === null) continue;
      const key = keyOf(row, kind);
      const before = pending.get(key) ?? { waiting: 0, oldest: null, quarantined: 0 };
      pending.set(key, {
        waiting: before.waiting + row.waiting,
        quarantined: before.quarantined + row.quarantined,
        oldest: earlier(before.oldest, row.oldest),
      });
    }
    return pending;
  }

  private present(row: StreamRow, pending: Pending | undefined): Stream {
    return {
      systemId: row.system_id,
      systemName: row.system_name,
      branchName: row.branch_name,
      adapter: row.adapter,
      direction: row.direction,
      kind: row.kind,
      lagSeconds: this.lag(row, pending?.oldest ?? null),
      watermark: row.watermark?.toISOString() ?? null,
      lastRunAt: row.last_run_at?.toISOString() ?? null,
      lastSuccessAt: row.last_success_at?.toISOString() ?? null,
      lastError: row.last_error,
      waiting: pending?.waiting ?? 0,
      processed: Number(row.processed),
      setAside: Number(row.set_aside),
      quarantined: pending?.quarantined ?? 0,
      pausedAt: (row.system_paused_at ?? row.paused_at)?.toISOString() ?? null,
      comparedAt: row.compared_at?.toISOString() ?? null,
      differences: row.differences,
    };
  }

  /** How old what is missing may be: since the last look where we fetch, else since the eldest that waits. */
  private lag(row: StreamRow, oldest: Date | null): number | null {
    const isPulled = row.direction === 'in' && row.adapter !== 'hl7';
    if (row.last_success_at === null && oldest === null) return null;
    const now = row.direction === 'in' ? realTime.now() : this.kernelContext.clock.now();
    const known = isPulled ? earlier(row.last_success_at, oldest) : oldest;
    return known === null ? 0 : Math.max(0, Math.round((now.getTime() - known.getTime()) / 1000));
  }
}

function keyOf(row: { system_id: string; direction: string }, kind: string): string {
  return `${row.system_id} ${row.direction} ${kind}`;
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
