import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults, SimulatorName } from './faults';

export interface SimRequest {
  method: string;
  /** Path with query, exactly as received: signatures are made over it. */
  target: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface SimAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export type SimHandler = (request: SimRequest) => Promise<SimAnswer> | SimAnswer;

export interface RunningServer {
  port: number;
  url: string;
  close(): Promise<void>;
}

const MAX_BODY = 1024 * 1024;

/** A loopback HTTP server; port 0 takes a free one. */
export async function serve(port: number, handle: SimHandler): Promise<RunningServer> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await readBody(incoming);
      const url = new URL(incoming.url ?? '/', 'http://simulator');
      const answer = await handle({
        method: incoming.method ?? 'GET',
        target: incoming.url ?? '/',
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body,
      });
      if (answer.status === BROKEN.status) incoming.socket.destroy();
      else outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    })().catch((error: unknown) => {
      console.error('simulator failed', error);
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    });
  });
  await listen(server, port);
  const taken = (server.address() as AddressInfo).port;
  return { port: taken, url: `http://127.0.0.1:${taken}`, close: () => close(server) };
}

/** Not an answer: the connection breaks. */
export const BROKEN: SimAnswer = { status: 0 };

/** Puts the faults that any protocol can suffer around a handler. */
export function withFaults(
  faults: Faults,
  simulator: SimulatorName,
  handle: SimHandler,
  refuse: (fault: { status?: number; code?: string }) => SimAnswer,
): SimHandler {
  return async (request) => {
    const late = faults.take(simulator, 'delay', request.path);
    if (late) await sleep(late.value ?? 2_000);
    const error = faults.take(simulator, 'error', request.path);
    if (error) return refuse(error);
    const answer = await handle(request);
    return faults.take(simulator, 'drop', request.path) ? BROKEN : answer;
  };
}

export function jsonAnswer(status: number, value: unknown): SimAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}

export function parseBody(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

async function readBody(incoming: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > MAX_BODY) throw new Error('request too large');
  }
  return Buffer.concat(chunks).toString('utf8');
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
