import type { Operation } from '@suizhen/contract';
import fc, { type Arbitrary } from 'fast-check';
import { junk, spoilt, validFor } from './from-schema';

/** Ends the session that the other cases need. */
export const endsSession = new Set([
  'signOut',
  'staffSignOut',
  'closeAccount',
  'changeStaffPassword',
]);

export interface FuzzedRequest {
  params: unknown;
  query: unknown;
  body: unknown;
  key: string | undefined;
  pick: number;
}

/** Valid requests, spoilt ones and junk. */
export function fuzzedRequest(operation: Operation): Arbitrary<FuzzedRequest> {
  const part = (schema: Operation['body']) =>
    schema ? fc.oneof(validFor(schema), spoilt(validFor(schema)), junk) : fc.constant(undefined);
  return fc.record({
    params: operation.params
      ? fc.oneof(validFor(operation.params), spoilt(validFor(operation.params)))
      : fc.constant({}),
    query: operation.query
      ? fc.oneof(validFor(operation.query), spoilt(validFor(operation.query)))
      : fc.constant({}),
    body: part(operation.body),
    key: fc.oneof(
      fc.constant(undefined),
      fc.uuid(),
      fc.constantFrom('short', '键', 'x'.repeat(300)),
    ),
    pick: fc.nat(10),
  });
}

/** A lone surrogate cannot stand in a URL at all. */
const wellFormed = (text: string) => Buffer.from(text, 'utf8').toString('utf8');

export function urlOf(
  baseUrl: string,
  operation: Operation,
  { params, query }: Pick<FuzzedRequest, 'params' | 'query'>,
): string {
  const values = (params ?? {}) as Record<string, unknown>;
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = values[name];
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? 'missing');
    // Beyond some kilobytes it is the HTTP server that refuses, before anything of ours.
    return encodeURIComponent(wellFormed([...text].slice(0, 400).join('')) || '-');
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
    search.append(name, text.slice(0, 400));
  }
  return `${baseUrl}${path}?${search.toString()}`;
}
