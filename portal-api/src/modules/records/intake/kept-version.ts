import type { RecordSource } from './incoming';

/** What is kept of the version that a record has now. */
export interface KeptVersion {
  source_version: string;
  source_changed_at: Date | null;
}

export type Age = 'newer' | 'same' | 'older';

/**
 * Whether what comes is later than what is kept. The moment decides; within one moment numbered versions do,
 * and of digests, which have no order, the one that comes last.
 */
export function ageOf(come: Pick<RecordSource, 'version' | 'changedAt'>, kept: KeptVersion): Age {
  if (come.version === kept.source_version) return 'same';
  const keptAt = kept.source_changed_at?.getTime() ?? Number.NEGATIVE_INFINITY;
  const comeAt = come.changedAt.getTime();
  if (comeAt !== keptAt) return comeAt > keptAt ? 'newer' : 'older';
  if (!isNumber(come.version) || !isNumber(kept.source_version)) return 'newer';
  return BigInt(come.version) > BigInt(kept.source_version) ? 'newer' : 'older';
}

const isNumber = (version: string): boolean => /^\d{1,18}$/.test(version);
