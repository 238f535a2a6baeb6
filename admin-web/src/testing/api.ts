import { vi } from 'vitest';
import { operations } from '@suizhen/contract';
import type { Answer, OperationName } from '@/shared/api/client';

export interface Sent {
  name: OperationName;
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  headers: Headers;
}

type Refusal = { status: number; code: string; message: string; fields?: Record<string, string> };
type Answers = { [K in OperationName]?: (sent: Sent) => Answer<K> | Promise<Answer<K>> };

/** Thrown by an answer to refuse as the server would. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/**
 * Stands in for the server by the contract: what the console sends must satisfy the operation's
 * schemas, and so must what the test answers. A call nobody answers fails the test.
 */
export function stubApi(answers: Answers): Sent[] {
  const calls: Sent[] = [];
  const fetchStub = async (input: string, init: RequestInit = {}): Promise<Response> => {
    const sent = read(input, init);
    calls.push(sent);
    const answer = answers[sent.name] as ((sent: Sent) => unknown) | undefined;
    if (!answer) throw new Error(`the test answers no ${sent.name}`);
    try {
      const body = await answer(sent);
      operations[sent.name].response?.parse(body);
      return new Response(body === undefined ? null : JSON.stringify(body), {
        status: body === undefined ? 204 : 200,
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { status, ...rest } = error.refusal;
      return new Response(JSON.stringify({ error: { ...rest, requestId: 'test' } }), { status });
    }
  };
  vi.stubGlobal('fetch', vi.fn(fetchStub));
  return calls;
}

function read(input: string, init: RequestInit): Sent {
  const url = new URL(input, 'http://localhost');
  for (const name of Object.keys(operations) as OperationName[]) {
    const operation = operations[name];
    if (operation.method !== (init.method ?? 'GET')) continue;
    const pattern = new RegExp(`^${operation.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
    const match = pattern.exec(url.pathname);
    if (!match) continue;
    const query = Object.fromEntries(url.searchParams);
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    operation.query?.parse(query);
    operation.body?.parse(body);
    return {
      name,
      params: { ...match.groups },
      query,
      body,
      headers: new Headers(init.headers),
    };
  }
  throw new Error(`no operation for ${init.method ?? 'GET'} ${url.pathname}`);
}
