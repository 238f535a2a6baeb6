import {
  fillPath,
  operations,
  type ErrorBody,
  type OperationId,
  type ResponseOf,
} from '@suizhen/contract';

export interface Answer<K extends OperationId = OperationId> {
  status: number;
  body: ResponseOf<K>;
  error: ErrorBody['error'] | undefined;
  headers: Headers;
}

/** Headers of a signed-in person; see `people.ts`. */
export type Credentials = Record<string, string>;

export interface CallOptions {
  params?: Record<string, string>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  as?: Credentials;
  idempotencyKey?: string;
  /** Gives up then; default: never. */
  timeoutMs?: number;
}

/** Calls an operation by its name over HTTP, as a client would. */
export async function call<K extends OperationId>(
  baseUrl: string,
  id: K,
  options: CallOptions = {},
): Promise<Answer<K>> {
  const { method, path } = operations[id];
  const url = new URL(fillPath(path, options.params), baseUrl);
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const response = await fetch(url, {
    method,
    headers: {
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.idempotencyKey ? { 'idempotency-key': options.idempotencyKey } : {}),
      ...options.as,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(options.timeoutMs) }),
  });
  const text = await response.text();
  const body: unknown = text ? JSON.parse(text) : undefined;
  return {
    status: response.status,
    body: body as ResponseOf<K>,
    error: (body as Partial<ErrorBody> | undefined)?.error,
    headers: response.headers,
  };
}
