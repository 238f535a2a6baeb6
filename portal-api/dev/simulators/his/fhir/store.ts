import type { Resource } from '@medplum/fhirtypes';
import type { Faults } from '../../kernel/faults';
import type { HospitalClock } from '../../kernel/hospital-clock';
import { type Collection, Journal } from '../../kernel/journal';

export type Kept = Resource & { id: string; meta: { versionId: string; lastUpdated: string } };

interface Entry {
  resource: Kept;
  isDeleted: boolean;
}

/** Refused, as the protocol says it. */
export class FhirRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

/** Resources with versions, in the order of their last change; survives kill -9. */
export class FhirStore {
  private readonly entries: Collection<Entry>;
  private readonly ordered = new Map<string, Kept[]>();

  constructor(
    private readonly clock: HospitalClock,
    private readonly faults: Faults,
    journal: Journal = new Journal(),
  ) {
    this.entries = journal.collection<Entry>('his-fhir');
  }

  get isEmpty(): boolean {
    return this.entries.values().length === 0;
  }

  get(type: string, id: string): Kept | 'deleted' | undefined {
    const entry = this.entries.get(`${type}/${id}`);
    if (!entry) return undefined;
    return entry.isDeleted ? 'deleted' : entry.resource;
  }

  /** Oldest change first. */
  list(type: string): readonly Kept[] {
    const known = this.ordered.get(type);
    if (known) return known;
    const list = this.entries
      .values()
      .filter(({ resource, isDeleted }) => !isDeleted && resource.resourceType === type)
      .map(({ resource }) => resource)
      .sort(compare);
    this.ordered.set(type, list);
    return list;
  }

  types(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { resource, isDeleted } of this.entries.values()) {
      if (isDeleted) continue;
      counts.set(resource.resourceType, (counts.get(resource.resourceType) ?? 0) + 1);
    }
    return counts;
  }

  /** @param at of records that are older than today */
  put(resource: Resource & { id: string }, at?: Date): Kept {
    const { id, resourceType } = resource;
    const before = this.entries.get(`${resourceType}/${id}`);
    const versionId = String(Number(before?.resource.meta.versionId ?? 0) + 1);
    const lastUpdated = (at ?? this.stamp()).toISOString();
    const kept: Kept = { ...resource, meta: { ...resource.meta, versionId, lastUpdated } };
    this.entries.put(`${resourceType}/${id}`, { resource: kept, isDeleted: false });
    this.ordered.delete(resourceType);
    return kept;
  }

  delete(type: string, id: string): void {
    const entry = this.entries.get(`${type}/${id}`);
    if (!entry) return;
    this.entries.put(`${type}/${id}`, { ...entry, isDeleted: true });
    this.ordered.delete(type);
  }

  clear(): void {
    this.entries.clear();
    this.ordered.clear();
  }

  /** A clock that is wrong, or a row that was written a while before it could be seen. */
  private stamp(): Date {
    const skew = this.faults.take('his', 'clock-skew')?.value ?? 0;
    const late = this.faults.take('his', 'late-row')?.value ?? 0;
    return new Date(this.clock.now().getTime() + skew - late);
  }
}

function compare(a: Kept, b: Kept): number {
  const byTime = order(a.meta.lastUpdated, b.meta.lastUpdated);
  return byTime === 0 ? order(a.id, b.id) : byTime;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
