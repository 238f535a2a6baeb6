import type { Bundle, BundleEntry, Identifier, Reference, Resource } from '@medplum/fhirtypes';
import { FhirRefusal, type FhirStore, type Kept } from './store';

const MOST = 500;

/** One page of a search. The link to the next goes on after its last row, whatever changes meanwhile. */
export function search(
  store: FhirStore,
  base: string,
  type: string,
  params: URLSearchParams,
): Bundle {
  const count = Math.min(Math.max(1, Number(params.get('_count') ?? 100) || 100), MOST);
  const isDescending = params.get('_sort')?.startsWith('-') === true;
  const all = isDescending ? [...store.list(type)].reverse() : store.list(type);
  const found: Kept[] = [];
  const fits = conditionsOf(params);
  const after = cursorOf(params, isDescending);
  let hasMore = false;
  for (let index = firstAfter(all, after); index < all.length; index += 1) {
    const resource = all[index];
    if (!resource || !fits(resource)) continue;
    if (found.length === count) {
      hasMore = true;
      break;
    }
    found.push(resource);
  }
  const last = found.at(-1);
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    link: [
      { relation: 'self', url: `${base}/${type}?${params.toString()}` },
      ...(hasMore && last
        ? [{ relation: 'next' as const, url: nextOf(base, type, params, last) }]
        : []),
    ],
    entry: [
      ...found.map((resource) => entryOf(base, resource, 'match')),
      ...companions(store, found, params).map((resource) => entryOf(base, resource, 'include')),
    ],
  };
}

type Test = (resource: Kept) => boolean;

function conditionsOf(params: URLSearchParams): Test {
  const tests: Test[] = [];
  for (const [name, value] of params) {
    const test = conditionOf(name, value);
    if (test) tests.push(test);
  }
  return (resource) => tests.every((test) => test(resource));
}

function conditionOf(name: string, value: string): Test | undefined {
  const wanted = value.split(',');
  switch (name) {
    case '_id':
      return ({ id }) => wanted.includes(id);
    case '_lastUpdated':
      return byTime(value);
    case 'identifier':
      return (resource) =>
        identifiersOf(resource).some((one) => wanted.some((token) => isToken(one, token)));
    case 'patient':
    case 'subject':
      return (resource) => wanted.some((id) => isAbout(resource, id));
    case 'schedule':
      return (resource) => wanted.some((id) => refers(resource, 'schedule', id));
    case 'encounter':
      return (resource) => wanted.some((id) => refers(resource, 'encounter', id));
    case 'status':
      return (resource) => wanted.includes(String((resource as { status?: string }).status));
    default:
      return undefined;
  }
}

function byTime(value: string): Test {
  const [, prefix = 'eq', text = ''] = /^(ge|gt|le|lt|eq)?(.*)$/.exec(value) ?? [];
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new FhirRefusal(400, 'invalid');
  const tests: Record<string, (moment: number) => boolean> = {
    ge: (moment) => moment >= at,
    gt: (moment) => moment > at,
    le: (moment) => moment <= at,
    lt: (moment) => moment < at,
    eq: (moment) => moment === at,
  };
  const test = tests[prefix];
  return ({ meta }) => test?.(Date.parse(meta.lastUpdated)) === true;
}

function identifiersOf(resource: Resource): readonly Identifier[] {
  const { identifier } = resource as { identifier?: Identifier | Identifier[] };
  return Array.isArray(identifier) ? identifier : identifier ? [identifier] : [];
}

function isToken({ system, value }: Identifier, token: string): boolean {
  const bar = token.indexOf('|');
  return bar < 0
    ? value === token
    : system === token.slice(0, bar) && value === token.slice(bar + 1);
}

function isAbout(resource: Kept, id: string): boolean {
  return refers(resource, 'subject', id) || refers(resource, 'patient', id);
}

function refers(resource: Kept, field: string, id: string): boolean {
  const { reference } = ((resource as unknown as Record<string, unknown>)[field] ??
    {}) as Reference;
  return reference?.split('/').at(-1) === id.split('/').at(-1);
}

/** Which references a search parameter follows, where it is not named as the field is. */
const fields: Record<string, string> = {
  'based-on': 'basedOn',
  'service-provider': 'serviceProvider',
  medication: 'medicationReference',
};

function companions(store: FhirStore, found: readonly Kept[], params: URLSearchParams): Kept[] {
  const taken = new Map<string, Kept>();
  for (const include of params.getAll('_include')) {
    const [type, name = ''] = include.split(':');
    for (const resource of found) {
      if (resource.resourceType !== type) continue;
      for (const other of referred(store, resource, fields[name] ?? name)) {
        taken.set(`${other.resourceType}/${other.id}`, other);
      }
    }
  }
  for (const include of params.getAll('_revinclude')) {
    const [type = '', name = ''] = include.split(':');
    const ids = new Set(found.map((one) => `${one.resourceType}/${one.id}`));
    for (const other of store.list(type)) {
      const isOne = referencesOf(other, fields[name] ?? name).some((one) => ids.has(one));
      if (isOne) taken.set(`${other.resourceType}/${other.id}`, other);
    }
  }
  return [...taken.values()];
}

function referred(store: FhirStore, resource: Kept, field: string): Kept[] {
  return referencesOf(resource, field).flatMap((reference) => {
    const [type = '', id = ''] = reference.split('/');
    const other = store.get(type, id);
    return other && other !== 'deleted' ? [other] : [];
  });
}

function referencesOf(resource: Kept, field: string): string[] {
  const value = (resource as unknown as Record<string, unknown>)[field];
  const list = (Array.isArray(value) ? value : value ? [value] : []) as Reference[];
  return list.flatMap(({ reference }) => (reference ? [reference] : []));
}

interface Cursor {
  at: string;
  id: string;
  isDescending: boolean;
}

function nextOf(base: string, type: string, params: URLSearchParams, last: Kept): string {
  const next = new URLSearchParams(params);
  const cursor = JSON.stringify([last.meta.lastUpdated, last.id]);
  next.set('_page', Buffer.from(cursor).toString('base64url'));
  return `${base}/${type}?${next.toString()}`;
}

function cursorOf(params: URLSearchParams, isDescending: boolean): Cursor | undefined {
  const page = params.get('_page');
  if (!page) return undefined;
  try {
    const [at, id] = JSON.parse(Buffer.from(page, 'base64url').toString()) as [string, string];
    return { at, id, isDescending };
  } catch {
    throw new FhirRefusal(400, 'invalid');
  }
}

/** Half by half: a hospital has many patients, and every page begins here. */
function firstAfter(all: readonly Kept[], cursor: Cursor | undefined): number {
  if (!cursor) return 0;
  const isAfter = ({ meta, id }: Kept): boolean => {
    const isLater = meta.lastUpdated === cursor.at ? id > cursor.id : meta.lastUpdated > cursor.at;
    const isSame = meta.lastUpdated === cursor.at && id === cursor.id;
    return cursor.isDescending ? !isLater && !isSame : isLater;
  };
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const resource = all[middle];
    if (resource && isAfter(resource)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function entryOf(base: string, resource: Kept, mode: 'match' | 'include'): BundleEntry {
  const fullUrl = `${base}/${resource.resourceType}/${resource.id}`;
  return { fullUrl, resource, search: { mode } };
}
