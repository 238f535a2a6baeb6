import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Appointment, Resource } from '@medplum/fhirtypes';
import type { Faults } from '../../kernel/faults';
import type { HospitalClock } from '../../kernel/hospital-clock';
import { BROKEN, parseBody, type SimAnswer, type SimRequest } from '../../kernel/http-sim';
import { NumberDesk } from './number-desk';
import { search } from './search';
import { FhirRefusal, type FhirStore, type Kept } from './store';

const JSON_TYPE = 'application/fhir+json; charset=utf-8';

export interface FhirServerParts {
  store: FhirStore;
  faults: Faults;
  clock: HospitalClock;
  token: string;
  /** Switched off for the night. */
  isDown: () => boolean;
}

/** FHIR R4 over REST, as far as a hospital's interface engine goes. */
export class FhirServer {
  private readonly numbers: NumberDesk;

  constructor(private readonly parts: FhirServerParts) {
    this.numbers = new NumberDesk(parts.store, parts.clock);
  }

  async handle(request: SimRequest, origin: string): Promise<SimAnswer> {
    if (this.parts.isDown()) return outcome(503, 'transient');
    const base = `${origin}/fhir`;
    const [type = '', id = '', ...rest] = request.path.replace(/^\/fhir\/?/, '').split('/');
    if (type === 'metadata' && request.method === 'GET') return json(200, capabilities());
    if (request.headers.authorization !== `Bearer ${this.parts.token}`) {
      return outcome(401, 'login');
    }
    await this.parts.clock.refresh();
    try {
      if (!/^[A-Z][A-Za-z]+$/.test(type)) throw new FhirRefusal(404, 'not-supported');
      if (rest.length > 0) throw new FhirRefusal(404, 'not-supported');
      return await this.withFaultsOfWrites(request, type, id, () =>
        this.route(request, base, type, decodeURIComponent(id)),
      );
    } catch (error) {
      if (error instanceof FhirRefusal) return outcome(error.status, error.code);
      throw error;
    }
  }

  /** `create Appointment`, `update Patient`: of reading and searching the faults of any protocol are enough. */
  private async withFaultsOfWrites(
    { method }: SimRequest,
    type: string,
    id: string,
    handle: () => SimAnswer,
  ): Promise<SimAnswer> {
    const isCreated = method === 'POST' && id === '';
    if (!isCreated && method !== 'PUT') return handle();
    const operation = `${isCreated ? 'create' : 'update'} ${type}`;
    const { faults } = this.parts;
    const late = faults.take('his', 'delay', operation);
    if (late) await sleep(late.value ?? 2_000);
    const error = faults.take('his', 'error', operation);
    if (error) throw new FhirRefusal(error.status ?? 422, error.code ?? 'business-rule');
    const answer = handle();
    return faults.take('his', 'drop', operation) ? BROKEN : answer;
  }

  private route(request: SimRequest, base: string, type: string, id: string): SimAnswer {
    const { method } = request;
    if (method === 'GET' && id === '') return this.search(base, type, request.query);
    if (method === 'POST' && id === '_search') {
      return this.search(base, type, new URLSearchParams(request.body));
    }
    if (method === 'GET') return this.read(type, id);
    if (method === 'POST' && id === '') return this.create(request, base, type);
    if (method === 'PUT' && id !== '') return this.update(request, type, id);
    if (method === 'DELETE' && id !== '') {
      this.parts.store.delete(type, id);
      return { status: 204 };
    }
    throw new FhirRefusal(405, 'not-supported');
  }

  private search(base: string, type: string, params: URLSearchParams): SimAnswer {
    const bundle = search(this.parts.store, base, type, params);
    // The same row on two pages: what a page boundary does while rows change.
    if (this.parts.faults.take('his', 'duplicate', type) && bundle.entry?.[0]) {
      bundle.entry.push(bundle.entry[0]);
    }
    return json(200, bundle);
  }

  private read(type: string, id: string): SimAnswer {
    const found = this.parts.store.get(type, id);
    if (found === 'deleted') throw new FhirRefusal(410, 'deleted');
    if (!found) throw new FhirRefusal(404, 'not-found');
    return resourceAnswer(200, found);
  }

  private create(request: SimRequest, base: string, type: string): SimAnswer {
    const resource = readResource(request, type);
    const condition = request.headers['if-none-exist'];
    if (typeof condition === 'string') {
      const query = new URLSearchParams(condition.replace(/^.*\?/, ''));
      const there = search(this.parts.store, base, type, query).entry ?? [];
      if (there.length > 1) throw new FhirRefusal(412, 'multiple-matches');
      if (there[0]?.resource) return resourceAnswer(200, there[0].resource as Kept);
    }
    const admitted = this.admitted(resource, undefined);
    const kept = this.parts.store.put({ ...admitted, id: numbered(type) });
    const answer = resourceAnswer(201, kept);
    return { ...answer, headers: { ...answer.headers, location: `${base}/${type}/${kept.id}` } };
  }

  private update(request: SimRequest, type: string, id: string): SimAnswer {
    const resource = readResource(request, type);
    const there = this.parts.store.get(type, id);
    const expected = /W\/"([^"]+)"/.exec(String(request.headers['if-match'] ?? ''))?.[1];
    const version = there && there !== 'deleted' ? there.meta.versionId : undefined;
    if (expected !== undefined && expected !== version) throw new FhirRefusal(412, 'conflict');
    const before = there && there !== 'deleted' ? there : undefined;
    const admitted = this.admitted(resource, before);
    return resourceAnswer(version ? 200 : 201, this.parts.store.put({ ...admitted, id }));
  }

  private admitted(resource: Resource, before: Kept | undefined): Resource {
    if (resource.resourceType !== 'Appointment') return resource;
    return this.numbers.admit(resource, before as (Kept & Appointment) | undefined);
  }
}

function readResource({ body }: SimRequest, type: string): Resource {
  const resource = parseBody(body);
  if (resource?.['resourceType'] !== type) throw new FhirRefusal(400, 'structure');
  return resource as unknown as Resource;
}

/** Numbers as a HIS gives them: Patients P…, anything else a key of its own. */
function numbered(type: string): string {
  const key = randomUUID().replaceAll('-', '').slice(0, 12);
  return type === 'Patient' ? `P${parseInt(key.slice(0, 9), 16)}` : key;
}

function resourceAnswer(status: number, resource: Kept): SimAnswer {
  const answer = json(status, resource);
  return { ...answer, headers: { ...answer.headers, etag: `W/"${resource.meta.versionId}"` } };
}

function json(status: number, value: unknown): SimAnswer {
  return {
    status,
    headers: { 'content-type': JSON_TYPE },
    body: numbersAsWritten(JSON.stringify(value)),
  };
}

/**
 * Measured values are kept as they were written ("5.10") and leave as JSON numbers of the same digits.
 * No identifier is a decimal number.
 */
function numbersAsWritten(text: string): string {
  return text.replace(/"value":"(-?\d+\.\d+)"/g, '"value":$1');
}

/** The code only: what went wrong must not repeat whom it was about. */
export function outcome(status: number, code: string): SimAnswer {
  return json(status, {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code }],
  });
}

function capabilities() {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    software: { name: '滨江市中心医院 HIS（模拟）', version: '1.0' },
    rest: [{ mode: 'server' }],
  };
}
