import type { ClientRequest, OperationResponse, operations } from '@suizhen/contract';
import { fillPath, routeOf } from '@suizhen/contract/wire';
import { send } from './http';

type Operations = typeof operations;
/** The operations this console speaks. */
export type OperationName = keyof Operations;
export type Request<K extends OperationName> = ClientRequest<Operations[K]>;
export type Answer<K extends OperationName> = OperationResponse<Operations[K]>;
/** One row of an operation that answers a list. */
export type Item<K extends OperationName> =
  Answer<K> extends { items: (infer Row)[] } ? Row : never;
/** The body an operation takes. */
export type Body<K extends OperationName> = Request<K> extends { body: infer B } ? B : never;
interface Options {
  signal?: AbortSignal | undefined;
  /** Keep the same key over retries of one intent, so that a repeat has no second effect. */
  idempotencyKey?: string | undefined;
}

interface Parts {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** Calls an operation of the contract by its name. */
export function call<K extends OperationName>(
  name: K,
  request: Request<K>,
  options: Options = {},
): Promise<Answer<K>> {
  const parts = request as Parts;
  const route = routeOf(name);
  return send<Answer<K>>({
    method: route.method,
    path: fillPath(route.path, parts.params),
    query: parts.query,
    body: parts.body,
    ...options,
  });
}
