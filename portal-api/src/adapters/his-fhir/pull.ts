import type { Bundle, DiagnosticReport, Observation, Resource } from '@medplum/fhirtypes';
import type { InboundKind } from '@suizhen/contract';
import type { PullWindow, RawItem } from '../../modules/integration/ports';
import { Pool, rawItem } from './company';
import type { FhirClient } from './fhir-client';
import { FhirFailure } from './fhir-failure';
import { type Search, searches } from './searches';
import { pullSchedules, pullSlots } from './whole-schedules';

/**
 * What changed since, oldest first, page by page. There is no upper bound: the times are the hospital's, and
 * its clock need not be ours.
 */
export async function* pull(
  client: FhirClient,
  pageSize: number,
  kind: InboundKind,
  { since }: PullWindow,
): AsyncGenerator<RawItem[]> {
  for (const search of searches[kind] ?? []) {
    const params = paramsOf(search, since, pageSize);
    try {
      if (search.type === 'Schedule') yield* pullSchedules(client, params);
      else if (search.type === 'Slot') yield* pullSlots(client, params);
      else yield* pullPages(client, kind, search, params);
    } catch (error) {
      const isUnknownType = error instanceof FhirFailure && error.status === 404;
      if (!isUnknownType || !search.isOptional) throw error;
    }
  }
}

async function* pullPages(
  client: FhirClient,
  kind: InboundKind,
  search: Search,
  params: URLSearchParams,
): AsyncGenerator<RawItem[]> {
  const isEverything = !params.has('_lastUpdated');
  for await (const page of client.search(search.type, params)) {
    const items = await itemsOf(client, kind, search, page, isEverything);
    if (items.length > 0) yield items;
  }
}

function paramsOf(search: Search, since: Date | null, pageSize: number): URLSearchParams {
  const params = new URLSearchParams();
  if (since) params.set('_lastUpdated', `ge${since.toISOString()}`);
  params.set('_sort', '_lastUpdated');
  params.set('_count', String(pageSize));
  for (const include of search.include ?? []) params.append('_include', include);
  for (const include of search.revinclude ?? []) params.append('_revinclude', include);
  return params;
}

async function itemsOf(
  client: FhirClient,
  kind: InboundKind,
  { type }: Search,
  page: Bundle,
  isEverything: boolean,
): Promise<RawItem[]> {
  const pool = new Pool(client);
  const mains: Resource[] = [];
  const reports: DiagnosticReport[] = [];
  for (const { resource, search } of page.entry ?? []) {
    if (!resource || search?.mode === 'outcome') continue;
    pool.add(resource);
    if (resource.resourceType === type && search?.mode !== 'include') mains.push(resource);
    if (type === 'Observation' && resource.resourceType === 'DiagnosticReport') {
      reports.push(resource);
    }
  }
  if (type === 'Observation') {
    return observationItems(pool, mains as Observation[], reports, isEverything);
  }
  await pool.complete(mains);
  return mains.map((main) => rawItem(kind, main, pool.companyOf(main)));
}

/**
 * A result that changed brings the whole report it stands in. When everything is read, the reports bring
 * their results themselves, and only what stands alone is left; but the newest says how far it was read, or
 * everything would be everything for ever, and no corrected line would be found in it.
 */
async function observationItems(
  pool: Pool,
  observations: readonly Observation[],
  reports: readonly DiagnosticReport[],
  isEverything: boolean,
): Promise<RawItem[]> {
  await pool.complete(reports);
  const inReports = new Map<string, DiagnosticReport>();
  for (const report of reports) {
    for (const { resourceType, id } of pool.companyOf(report)) {
      if (resourceType === 'Observation' && id) inReports.set(id, report);
    }
  }
  const changed = new Set<DiagnosticReport>();
  const items: RawItem[] = [];
  for (const observation of observations) {
    const report = inReports.get(observation.id ?? '');
    if (!report) items.push(rawItem('observation', observation, []));
    else changed.add(report);
  }
  if (isEverything) {
    const newest = observations.at(-1);
    const report = newest && inReports.get(newest.id ?? '');
    changed.clear();
    if (report) changed.add(report);
  }
  for (const report of changed) items.push(rawItem('report', report, pool.companyOf(report)));
  return items;
}
