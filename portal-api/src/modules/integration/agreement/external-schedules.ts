import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, type Tx } from '../../../kernel';

/** What we know of one of their schedules, and which rosters of ours it became. */
export interface KnownSchedule {
  versions: Readonly<Record<string, string>>;
  /** `2026-03-04/morning/<our doctor>` → our roster; null: nothing could be made of it. */
  clinics: Readonly<Record<string, string | null>>;
  seq: bigint;
}

type Versions = KnownSchedule['versions'];

interface Row extends Record<string, unknown> {
  external_id: string;
  versions: Record<string, string>;
  clinics: Record<string, string | null>;
  source_seq: string;
}

/** Which schedule of theirs is which rosters of ours. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ExternalSchedules {
  @Inject()
  kernelContext: KernelContext;

  /** Locked, or about to be made by this transaction alone. */
  async hold(tx: Tx, systemId: string, externalId: string): Promise<KnownSchedule | null> {
    await tx.query(
      `select pg_advisory_xact_lock(hashtextextended($1, 0))`,
      [`external:${systemId}:schedule:${externalId}`],
      'external-lock',
    );
    const [row] = await tx.query<Row>(
      `select external_id, versions, clinics, source_seq from external_schedule
        where system_id = $1 and external_id = $2`,
      [systemId, externalId],
      'schedule-find',
    );
    if (!row) return null;
    return { versions: row.versions, clinics: row.clinics, seq: BigInt(row.source_seq) };
  }

  /** Those that still have a clinic, and of which nothing was heard after the message `seq`. */
  async knownBefore(tx: Tx, systemId: string, seq: string): Promise<string[]> {
    const rows = await tx.query<{ external_id: string }>(
      `select external_id from external_schedule
        where system_id = $1 and source_seq < $2 and clinics <> '{}' order by external_id`,
      [systemId, seq],
    );
    return rows.map((row) => row.external_id);
  }

  /** A roster is one schedule's only, now this one's. @returns whose it was */
  async takeOver(
    tx: Tx,
    systemId: string,
    externalId: string,
    [key, rosterId]: readonly [string, string],
  ): Promise<string[]> {
    const rows = await tx.query<{ external_id: string }>(
      `update external_schedule set clinics = clinics - $3
        where system_id = $1 and external_id <> $2 and clinics ->> $3 = $4 returning external_id`,
      [systemId, externalId, key, rosterId],
    );
    return rows.map((row) => row.external_id);
  }

  async keep(
    tx: Tx,
    systemId: string,
    externalId: string,
    known: Pick<KnownSchedule, 'versions' | 'clinics'> & { seq: string },
  ): Promise<void> {
    await tx.query(
      `insert into external_schedule as e (system_id, external_id, versions, clinics, source_seq, updated_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (system_id, external_id) do update set versions = excluded.versions,
         clinics = excluded.clinics, source_seq = greatest(e.source_seq, excluded.source_seq),
         updated_at = excluded.updated_at`,
      [
        systemId,
        externalId,
        JSON.stringify(known.versions),
        JSON.stringify(known.clinics),
        known.seq,
        this.kernelContext.clock.now(),
      ],
      'schedule-keep',
    );
  }
}

/**
 * A state is older when any part that both know stood at an earlier version in it. Where none did, it may
 * know more parts or fewer: then the one that came first is, also when a person has it taken in again.
 */
export function isOlder(
  theirs: { versions: Versions; seq: string },
  known: KnownSchedule,
): boolean {
  if (hasEarlierPart(theirs.versions, known.versions)) return true;
  return BigInt(theirs.seq) < known.seq && !hasEarlierPart(known.versions, theirs.versions);
}

function hasEarlierPart(one: Versions, other: Versions): boolean {
  return Object.entries(one).some(([part, version]) => version < (other[part] ?? ''));
}
