import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bundle, Patient, Resource } from '@medplum/fhirtypes';
import { identitySystems, systems } from '../../src/adapters/his-fhir/systems';
import type { HospitalPerson } from './people';

interface FhirHospital {
  baseUrl: string;
  token: string;
  /** When it was first asked for patients, by `performance.now()`. */
  askedAt: () => number | null;
  close: () => Promise<void>;
}

/**
 * A hospital that speaks FHIR and has nothing but patients. Resources are written down before anybody asks:
 * what it costs the hospital to answer is not what is measured.
 */
export async function openFhirHospital(people: readonly HospitalPerson[]): Promise<FhirHospital> {
  const token = 'bench-token';
  const entries = people.map((person) => JSON.stringify({ resource: resourceOf(person) }));
  let askedAt: number | null = null;
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', baseUrl());
    const isAllowed = request.headers.authorization === `Bearer ${token}`;
    const type = url.pathname.replace('/fhir/', '');
    if (isAllowed && type === 'Patient') askedAt ??= performance.now();
    response.writeHead(isAllowed ? 200 : 401, { 'content-type': 'application/fhir+json' });
    response.end(type === 'Patient' ? page(url, people, entries) : bundle([], undefined));
  });
  const baseUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: baseUrl(),
    token,
    askedAt: () => askedAt,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** By time of change, from the place the link says. */
function page(url: URL, people: readonly HospitalPerson[], entries: readonly string[]): string {
  const count = Number(url.searchParams.get('_count') ?? 100);
  const since = url.searchParams.get('_lastUpdated')?.replace('ge', '');
  const at = url.searchParams.get('_page');
  const from = at !== null ? Number(at) : since ? firstSince(people, new Date(since)) : 0;
  const until = from + count;
  if (until >= people.length) return bundle(entries.slice(from), undefined);
  url.searchParams.set('_page', String(until));
  return bundle(entries.slice(from, until), url.href);
}

function firstSince(people: readonly HospitalPerson[], since: Date): number {
  const first = people.findIndex(({ changedAt }) => changedAt >= since);
  return first === -1 ? people.length : first;
}

function bundle(entries: readonly string[], next: string | undefined): string {
  const link: Bundle['link'] = next ? [{ relation: 'next', url: next }] : [];
  const head = { resourceType: 'Bundle', type: 'searchset', link } satisfies Bundle;
  return `${JSON.stringify(head).slice(0, -1)},"entry":[${entries.join(',')}]}`;
}

function resourceOf(person: HospitalPerson): Resource {
  return {
    resourceType: 'Patient',
    id: person.id,
    meta: { versionId: '1', lastUpdated: person.changedAt.toISOString() },
    identifier: [
      { system: identitySystems['resident-id'][0]!, value: person.identityNumber },
      { system: systems.card, value: person.cardNumber },
    ],
    active: true,
    name: [{ use: 'official', text: person.name }],
    telecom: [{ system: 'phone', use: 'mobile', value: person.phone }],
    gender: person.gender,
    birthDate: person.birthDate,
    address: [{ use: 'home', text: person.address }],
  } satisfies Patient;
}
