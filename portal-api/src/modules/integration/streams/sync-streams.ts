import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { InboundKind, OutboundKind, SyncDirection } from '@suizhen/contract';
import { Database, KernelContext, realTime, type Sql } from '../../../kernel';
import type { StreamState } from './stream-schedule';

export interface PullState extends StreamState {
  failures: number;
  isPaused: boolean;
}

interface StreamRow extends Record<string, unknown> {
  watermark: Date | null;
  wants_full: boolean;
  next_run_at: Date | null;
  compared_at: Date | null;
  failures: number;
  paused_at: Date | null;
}

export interface StreamCounts {
  processed: number;
  setAside: number;
  quarantined: number;
}

/** How far each kind of each system was read. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SyncStreams {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;

  async ensure(systemId: string, kinds: readonly InboundKind[]): Promise<void> {
    await this.database.query(
      `insert into sync_stream (system_id, direction, kind) select $1, 'in', unnest($2::text[])
       on conflict do nothing`,
      [systemId, kinds],
      'stream-ensure',
    );
  }

  async states(systemId: string): Promise<Map<string, PullState>> {
    const rows = await this.database.query<StreamRow & { kind: string }>(
      `select kind, watermark, wants_full, next_run_at, compared_at, failures, paused_at from sync_stream
        where system_id = $1 and direction = 'in'`,
      [systemId],
      'stream-states',
    );
    return new Map(
      rows.map((row) => [
        row.kind,
        {
          watermark: row.watermark,
          wantsFull: row.wants_full,
          nextRunAt: row.next_run_at,
          comparedAt: row.compared_at,
          failures: row.failures,
          isPaused: row.paused_at !== null,
        },
      ]),
    );
  }

  /** What is not taken in for now, by system. */
  async pausedKinds(): Promise<Map<string, string[]>> {
    const rows = await this.database.query<{ system_id: string; kinds: string[] }>(
      `select system_id, array_agg(kind) as kinds from sync_stream
        where direction = 'in' and paused_at is not null group by system_id`,
      [],
      'stream-paused',
    );
    return new Map(rows.map((row) => [row.system_id, row.kinds]));
  }

  /** A run that saw everything it was to see. */
  async succeeded(
    systemId: string,
    kind: InboundKind,
    run: {
      watermark: Date | null;
      startedAt: Date;
      nextRunAt: Date;
      comparedAt: Date | null;
      differences: number | null;
    },
  ): Promise<void> {
    await this.database.query(
      `update sync_stream set watermark = $3, last_run_at = $4, last_success_at = $4, last_error = '',
         failures = 0, next_run_at = case when wants_full and $6::timestamptz is null then next_run_at else $5 end,
         wants_full = wants_full and $6::timestamptz is null, compared_at = coalesce($6, compared_at),
         differences = coalesce($7, differences)
        where system_id = $1 and direction = 'in' and kind = $2`,
      [
        systemId,
        kind,
        run.watermark,
        run.startedAt,
        run.nextRunAt,
        run.comparedAt,
        run.differences,
      ],
    );
  }

  async failed(
    systemId: string,
    kind: InboundKind,
    run: { startedAt: Date; nextRunAt: Date; words: string },
  ): Promise<void> {
    await this.database.query(
      `update sync_stream set last_run_at = $3, last_error = $4, failures = failures + 1, next_run_at = $5
        where system_id = $1 and direction = 'in' and kind = $2`,
      [systemId, kind, run.startedAt, run.words, run.nextRunAt],
    );
  }

  /** What became of messages, last in their transaction: nobody waits long for the line of the board. */
  async count(sql: Sql, counts: ReadonlyMap<string, StreamCounts>): Promise<void> {
    const now = realTime.now();
    for (const [key, { processed, setAside, quarantined }] of [...counts].sort()) {
      const [systemId, kind] = key.split(' ');
      await sql.query(
        `insert into sync_stream as s (system_id, direction, kind, processed, set_aside, quarantined, last_run_at,
           last_success_at)
         values ($1, 'in', $2, $3, $4, $5, $6, $6)
         on conflict (system_id, direction, kind) do update set processed = s.processed + excluded.processed,
           set_aside = s.set_aside + excluded.set_aside, quarantined = s.quarantined + excluded.quarantined,
           last_run_at = case when s.watermark is null then excluded.last_run_at else s.last_run_at end,
           last_success_at = case when s.watermark is null then excluded.last_success_at else s.last_success_at end`,
        [systemId, kind, processed, setAside, quarantined, now],
        'stream-count',
      );
    }
  }

  async resumeAll(sql: Sql, systemId: string): Promise<void> {
    await sql.query(`update sync_stream set paused_at = null where system_id = $1`, [systemId]);
  }

  /** One line of the board. The same kind the other way goes on. */
  async pause(
    sql: Sql,
    systemId: string,
    { direction, kind }: { direction: SyncDirection; kind: InboundKind | OutboundKind },
    isPaused: boolean,
  ): Promise<void> {
    await sql.query(
      `insert into sync_stream as s (system_id, direction, kind, paused_at)
       values ($1, $2, $3, $4)
       on conflict (system_id, direction, kind) do update set paused_at =
         case when excluded.paused_at is null then null else coalesce(s.paused_at, excluded.paused_at) end`,
      [systemId, direction, kind, isPaused ? this.kernelContext.clock.now() : null],
    );
  }

  /** Due at once. @returns how many streams there are */
  async hurry(
    sql: Sql,
    systemId: string,
    kinds: readonly InboundKind[],
    isFull: boolean,
  ): Promise<number> {
    const rows = await sql.query(
      `update sync_stream set next_run_at = $3, wants_full = wants_full or $4
        where system_id = $1 and direction = 'in' and kind = any($2) returning 1`,
      [systemId, kinds, realTime.now(), isFull],
    );
    return rows.length;
  }
}
