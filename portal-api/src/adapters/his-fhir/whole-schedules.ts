import { createHash } from 'node:crypto';
import type { Bundle, List, Resource, Schedule, Slot } from '@medplum/fhirtypes';
import type { RawItem } from '../../modules/integration/ports';
import { realTime } from '../../kernel';
import { lastUpdatedOf, Pool } from './company';
import type { FhirClient } from './fhir-client';
import { idOf } from './reading/values';

/** As many ids as one URL carries with ease. */
const SCHEDULES_AT_ONCE = 20;
/** They are small, and a schedule has dozens. */
const SLOTS_AT_ONCE = 500;

/**
 * A schedule says nothing without its slots, and a slot nothing without its schedule: each message is a
 * schedule with all the slots it has at this moment, so that what was taken out is seen as well.
 */
export async function* pullSchedules(
  client: FhirClient,
  params: URLSearchParams,
): AsyncGenerator<RawItem[]> {
  const ids = new Set<string>();
  let seen = 0;
  for await (const page of client.search('Schedule', params)) {
    const schedules = resourcesOf<Schedule>(page, 'Schedule');
    for (const { id } of schedules) if (id) ids.add(id);
    seen += schedules.length;
    const items = await wholeSchedules(client, schedules, lastUpdatedOf);
    if (items.length > 0) yield items;
  }
  // A hospital without any schedule has rather lost its list than all its doctors.
  if (params.has('_lastUpdated') || ids.size === 0) return;
  // Read by pages that moved it may lack some: as in `readAll`.
  const again = new Map<string, Schedule>();
  if (ids.size < seen) await readAll(client, 'Schedule', params, again);
  yield [listOf([...new Set([...ids, ...again.keys()])])];
}

/**
 * A slot that changed brings its schedule. When everything is read the schedules bring their slots
 * themselves; the newest slot only says how far was read.
 */
export async function* pullSlots(
  client: FhirClient,
  params: URLSearchParams,
): AsyncGenerator<RawItem[]> {
  const isEverything = !params.has('_lastUpdated');
  if (isEverything) {
    params.set('_sort', '-_lastUpdated');
    params.set('_count', '1');
  }
  for await (const page of client.search('Slot', params)) {
    const items = await itemsOfSlots(client, page);
    if (items.length > 0) yield items;
    if (isEverything) return;
  }
}

async function itemsOfSlots(client: FhirClient, page: Bundle): Promise<RawItem[]> {
  const slots = resourcesOf<Slot>(page, 'Slot');
  const newest = new Map<string, Date | null>();
  for (const slot of slots) newest.set(idOf(slot.schedule), lastUpdatedOf(slot));
  const included = resourcesOf<Schedule>(page, 'Schedule').filter(({ id }) => newest.has(id ?? ''));
  const here = new Set(included.map(({ id }) => id));
  const missing = [...newest.keys()].filter((id) => id && !here.has(id));
  const fetched = await fetchSchedules(client, missing);
  return wholeSchedules(client, [...included, ...fetched], ({ id = '' }) => newest.get(id) ?? null);
}

async function fetchSchedules(client: FhirClient, ids: readonly string[]): Promise<Schedule[]> {
  const found: Schedule[] = [];
  for (let start = 0; start < ids.length; start += SCHEDULES_AT_ONCE) {
    const some = ids.slice(start, start + SCHEDULES_AT_ONCE);
    const params = new URLSearchParams({ _id: some.join(','), _count: String(some.length) });
    for await (const page of client.search('Schedule', params)) {
      found.push(...resourcesOf<Schedule>(page, 'Schedule'));
    }
  }
  return found;
}

async function wholeSchedules(
  client: FhirClient,
  schedules: readonly Schedule[],
  changedAt: (schedule: Schedule) => Date | null,
): Promise<RawItem[]> {
  const pool = new Pool(client);
  await pool.complete(schedules);
  const slots = await slotsOf(client, schedules);
  return schedules.map((schedule) =>
    scheduleItem(
      schedule,
      pool.companyOf(schedule),
      slots.get(schedule.id ?? '') ?? [],
      changedAt(schedule),
    ),
  );
}

async function slotsOf(
  client: FhirClient,
  schedules: readonly Schedule[],
): Promise<Map<string, Slot[]>> {
  const bySchedule = new Map<string, Slot[]>();
  for (let start = 0; start < schedules.length; start += SCHEDULES_AT_ONCE) {
    const some = schedules.slice(start, start + SCHEDULES_AT_ONCE);
    const params = new URLSearchParams({
      schedule: some.map(({ id }) => `Schedule/${id}`).join(','),
      _count: String(SLOTS_AT_ONCE),
    });
    const found = new Map<string, Slot>();
    const isMoved = await readAll(client, 'Slot', params, found);
    if (isMoved) await readAll(client, 'Slot', params, found);
    for (const slot of found.values()) {
      const id = idOf(slot.schedule);
      bySchedule.set(id, [...(bySchedule.get(id) ?? []), slot]);
    }
  }
  return bySchedule;
}

/**
 * @returns whether one came twice: it moved while it was read, and where a server counts its pages from the
 * top another slipped past, which would look as if it were gone. A second reading finds it.
 */
async function readAll<T extends Schedule | Slot>(
  client: FhirClient,
  type: T['resourceType'],
  params: URLSearchParams,
  found: Map<string, T>,
): Promise<boolean> {
  const here: string[] = [];
  for await (const page of client.search(type, params)) {
    for (const resource of resourcesOf<T>(page, type)) {
      here.push(resource.id ?? '');
      found.set(resource.id ?? '', resource);
    }
  }
  return new Set(here).size < here.length;
}

function scheduleItem(
  schedule: Schedule,
  others: readonly Resource[],
  slots: readonly Slot[],
  changedAt: Date | null,
): RawItem {
  const id = schedule.id ?? '';
  const inOrder = [...slots].sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
  const bare = others.map(({ meta: _meta, ...rest }) => rest);
  const content = contentOf([schedule, ...bare, ...inOrder]);
  return {
    kind: 'roster',
    externalId: id,
    version: createHash('sha256').update(content).digest('hex').slice(0, 24),
    orderKey: `Schedule/${id}`,
    changedAt,
    content,
    encoding: 'utf-8',
  };
}

/** Which schedules there are; told anew each time, since the same list can be true again. */
function listOf(ids: readonly string[]): RawItem {
  const list: List = {
    resourceType: 'List',
    status: 'current',
    mode: 'snapshot',
    entry: [...ids].sort().map((id) => ({ item: { reference: `Schedule/${id}` } })),
  };
  return {
    kind: 'roster',
    externalId: 'List/schedules',
    version: String(realTime.now().getTime()),
    orderKey: 'List/schedules',
    changedAt: null,
    content: Buffer.from(JSON.stringify(list)),
    encoding: 'utf-8',
    isList: true,
  };
}

function contentOf(resources: readonly object[]): Buffer {
  const entry = resources.map((resource) => ({ resource }));
  return Buffer.from(JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }));
}

function resourcesOf<T extends Resource>(page: Bundle, type: T['resourceType']): T[] {
  return (page.entry ?? [])
    .map(({ resource }) => resource)
    .filter((resource): resource is T & Resource => resource?.resourceType === type);
}
