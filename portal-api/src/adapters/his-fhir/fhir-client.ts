import type { Bundle, OperationOutcome, Resource, ResourceType } from '@medplum/fhirtypes';
import {
  NetworkError,
  type OutgoingResponse,
  parseJsonObject,
  sendRequest,
  withoutTrailingSlash,
} from '../http/outgoing';
import { FhirFailure } from './fhir-failure';
import { decimalsAsWritten } from './decimals';

export interface FhirClientOptions {
  baseUrl: string;
  /** Bearer token; empty: none is sent. */
  token: string;
  timeoutMs?: number;
}

export type Stored<T extends Resource> = T & { id: string };

const FHIR_JSON = 'application/fhir+json';
/** A page of reports with their results; more is not what `_count` asked for. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_PAGES = 200_000;

/** FHIR R4 over REST. Personal things travel in bodies and headers, never in a URL. */
export class FhirClient {
  private readonly base: string;

  constructor(private readonly options: FhirClientOptions) {
    this.base = withoutTrailingSlash(options.baseUrl);
  }

  /** Null: it is not there, or not any more. */
  async read<T extends Resource>(type: ResourceType, id: string): Promise<Stored<T> | null> {
    const response = await this.call('GET', `${this.base}/${type}/${encodeURIComponent(id)}`);
    if (response.status === 404 || response.status === 410) return null;
    return this.resource<T>(response, type);
  }

  /** Pages of a search, as the server links them. */
  async *search(type: ResourceType, params: URLSearchParams): AsyncGenerator<Bundle> {
    let url: string | undefined = `${this.base}/${type}?${params.toString()}`;
    const seen = new Set<string>();
    while (url) {
      if (seen.has(url) || seen.size > MAX_PAGES) throw new FhirFailure('bad-answer', 0, 'paging');
      seen.add(url);
      const bundle: Bundle = await this.resource<Bundle>(await this.call('GET', url), 'Bundle');
      yield bundle;
      url = this.nextOf(bundle);
    }
  }

  /** For what must not stand in a URL: a search with its parameters in the body. */
  async searchByPost(type: ResourceType, params: Record<string, string>): Promise<Bundle> {
    const body = new URLSearchParams(params).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await this.call('POST', `${this.base}/${type}/_search`, headers, body);
    return this.resource<Bundle>(response, 'Bundle');
  }

  /** Conditional create: when there is one already that fits, it is that one. */
  async create<T extends Resource>(resource: T, ifNoneExist: string): Promise<Stored<T>> {
    const headers = {
      'content-type': FHIR_JSON,
      'if-none-exist': ifNoneExist,
      prefer: 'return=representation',
    };
    const url = `${this.base}/${resource.resourceType}`;
    const response = await this.call('POST', url, headers, JSON.stringify(resource));
    return this.written<T>(response, resource);
  }

  /** @throws FhirFailure `changed` when somebody else was faster */
  async update<T extends Resource>(resource: Stored<T>): Promise<Stored<T>> {
    const version = resource.meta?.versionId;
    const headers = {
      'content-type': FHIR_JSON,
      prefer: 'return=representation',
      ...(version ? { 'if-match': `W/"${version}"` } : {}),
    };
    const url = `${this.base}/${resource.resourceType}/${encodeURIComponent(resource.id)}`;
    const response = await this.call('PUT', url, headers, JSON.stringify(resource));
    return this.written<T>(response, resource);
  }

  /** What the server says it can do. */
  async capabilities(): Promise<Record<string, unknown>> {
    const response = await this.call('GET', `${this.base}/metadata`);
    return this.resource<Resource>(response, 'CapabilityStatement') as Promise<
      Resource & Record<string, unknown>
    >;
  }

  private async call(
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<OutgoingResponse> {
    const { token, timeoutMs = 20_000 } = this.options;
    return sendRequest({
      method,
      url,
      headers: {
        accept: FHIR_JSON,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      timeoutMs,
      maxBytes: MAX_BYTES,
    }).catch((error: unknown) => {
      throw error instanceof NetworkError ? new FhirFailure(error.failure, 0, method) : error;
    });
  }

  private async resource<T extends Resource>(
    response: OutgoingResponse,
    type: ResourceType,
  ): Promise<Stored<T>> {
    refuseUnlessGood(response);
    const found = parseJsonObject(decimalsAsWritten(response.bytes.toString('utf8')));
    if (found?.['resourceType'] !== type) {
      throw new FhirFailure('bad-answer', response.status, 'not the resource that was asked for');
    }
    return found as unknown as Stored<T>;
  }

  /** Some servers answer a write with nothing but where it is. */
  private written<T extends Resource>(response: OutgoingResponse, sent: T): Stored<T> {
    refuseUnlessGood(response);
    const found = parseJsonObject(response.bytes.toString('utf8'));
    if (found?.['resourceType'] === sent.resourceType && typeof found['id'] === 'string') {
      return found as unknown as Stored<T>;
    }
    const place = response.headers.get('location') ?? '';
    const id = new RegExp(`${sent.resourceType}/([A-Za-z0-9.-]{1,64})`).exec(place)?.[1] ?? sent.id;
    if (!id) throw new FhirFailure('bad-answer', response.status, 'no id');
    return { ...sent, id };
  }

  /** A link to another host would carry the token there. */
  private nextOf(bundle: Bundle): string | undefined {
    const next = bundle.link?.find((link) => link.relation === 'next')?.url;
    if (!next) return undefined;
    const url = URL.canParse(next, `${this.base}/`) ? new URL(next, `${this.base}/`) : undefined;
    if (url?.origin !== new URL(this.base).origin) {
      throw new FhirFailure('bad-answer', 0, 'the next page lies on another host');
    }
    return url.href;
  }
}

function refuseUnlessGood({ status, bytes }: OutgoingResponse): void {
  if (status >= 200 && status < 300) return;
  if (status === 409 || status === 412) throw new FhirFailure('changed', status, '');
  if (status === 401 || status === 403) throw new FhirFailure('not-allowed', status, '');
  if (status === 408 || status === 429 || status >= 500) throw new FhirFailure('busy', status, '');
  // The codes of an outcome are a closed list; its own words may quote the patient.
  const outcome = parseJsonObject(bytes.toString('utf8')) as OperationOutcome | undefined;
  const code = outcome?.issue?.[0]?.code;
  throw new FhirFailure('refused', status, typeof code === 'string' ? code : '');
}
