import { createHash } from 'node:crypto';
import type { Reference, Resource, ResourceType } from '@medplum/fhirtypes';
import type { InboundKind } from '@suizhen/contract';
import type { RawItem } from '../../modules/integration/ports';
import { FhirFailure } from './fhir-failure';
import type { FhirClient } from './fhir-client';
import { externalIdOf, orderKeyOf, referencesOf } from './searches';

/** As many ids as one URL carries with ease. */
const IDS_AT_ONCE = 50;
/** A panel of panels of panels; deeper nests nothing that a report shows. */
const DEPTH = 3;

/** Resources of one answer by type and id; fetches those that others need and that did not come along. */
export class Pool {
  private readonly known = new Map<string, Resource>();
  private readonly absent = new Set<string>();

  constructor(private readonly client: FhirClient) {}

  add(resource: Resource): void {
    if (resource.id) this.known.set(`${resource.resourceType}/${resource.id}`, resource);
  }

  async complete(resources: readonly Resource[]): Promise<void> {
    let level = resources;
    for (let depth = 0; depth < DEPTH && level.length > 0; depth += 1) {
      const wanted = new Set(level.flatMap((one) => referencesOf(one).flatMap(keyOf)));
      await this.fetch([...wanted].filter((key) => !this.known.has(key) && !this.absent.has(key)));
      level = [...wanted].flatMap((key) => this.known.get(key) ?? []);
    }
  }

  /** What a resource needs, and what that needs, in a fixed order. */
  companyOf(main: Resource): Resource[] {
    const found = new Map<string, Resource>();
    const visit = (resource: Resource, depth: number): void => {
      for (const key of referencesOf(resource).flatMap(keyOf)) {
        const other = this.known.get(key);
        if (!other || found.has(key)) continue;
        found.set(key, other);
        // Of a visit that a report belongs to, its own appointments are nobody's business.
        const isFollowed = ['Observation', 'PractitionerRole'].includes(other.resourceType);
        if (depth < DEPTH && isFollowed) visit(other, depth + 1);
      }
    };
    visit(main, 0);
    return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, other]) => other);
  }

  private async fetch(keys: readonly string[]): Promise<void> {
    const byType = new Map<ResourceType, string[]>();
    for (const key of keys) {
      const [type = '', id = ''] = key.split('/');
      const ids = byType.get(type as ResourceType) ?? [];
      byType.set(type as ResourceType, [...ids, id]);
    }
    for (const [type, ids] of byType) {
      for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
        await this.fetchSome(type, ids.slice(start, start + IDS_AT_ONCE));
      }
    }
    for (const key of keys) if (!this.known.has(key)) this.absent.add(key);
  }

  private async fetchSome(type: ResourceType, ids: readonly string[]): Promise<void> {
    const params = new URLSearchParams({ _id: ids.join(','), _count: String(ids.length) });
    try {
      for await (const page of this.client.search(type, params)) {
        for (const { resource } of page.entry ?? []) if (resource) this.add(resource);
      }
    } catch (error) {
      // A type that the server does not have; what cannot do without says so when it is read.
      if (!(error instanceof FhirFailure) || !error.isFinal) throw error;
    }
  }
}

function keyOf(reference: Reference | undefined): string[] {
  const key = /([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(\/_history\/.*)?$/.exec(
    reference?.reference ?? '',
  )?.[1];
  return key ? [key] : [];
}

/** A resource as the message that is kept: alone, or as the first of a bundle. */
export function rawItem(kind: InboundKind, main: Resource, others: readonly Resource[]): RawItem {
  const content = Buffer.from(JSON.stringify(others.length > 0 ? bundleOf(main, others) : main));
  const digest = digestOf(content, others);
  const version = others.length > 0 ? undefined : main.meta?.versionId;
  return {
    kind,
    externalId: externalIdOf(kind, main.resourceType, main.id ?? digest),
    version: version ?? digest,
    orderKey: orderKeyOf(main),
    changedAt: lastChangeOf(main, others),
    content,
    encoding: 'utf-8',
  };
}

/**
 * Of the versions of all as well: what is corrected, and corrected back, says what it said before and is yet
 * the later.
 */
function digestOf(content: Buffer, others: readonly Resource[]): string {
  const hash = createHash('sha256').update(content);
  for (const { id, meta } of others) {
    hash.update(`\n${id ?? ''} ${meta?.versionId ?? meta?.lastUpdated ?? ''}`);
  }
  return hash.digest('hex').slice(0, 24);
}

/** When another came along was written says nothing of what it says. */
function bundleOf(main: Resource, others: readonly Resource[]) {
  const withoutMeta = others.map(({ meta: _meta, ...rest }) => rest);
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [main, ...withoutMeta].map((resource) => ({ resource })),
  };
}

/** A result is part of its report: it may have been corrected while the report was not touched. */
function lastChangeOf(main: Resource, others: readonly Resource[]): Date | null {
  const results = others.filter(({ resourceType }) => resourceType === 'Observation');
  const times = [main, ...results].flatMap((one) => lastUpdatedOf(one) ?? []);
  return times.reduce<Date | null>((last, at) => (last && last > at ? last : at), null);
}

export function lastUpdatedOf(resource: Resource): Date | null {
  const at = new Date(resource.meta?.lastUpdated ?? '');
  return Number.isNaN(at.getTime()) ? null : at;
}
