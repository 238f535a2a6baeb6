/**
 * The one place where an adapter touches the network. Error texts carry the host's answer code
 * only: URLs and bodies hold names, phones and secrets, and errors end up in logs.
 */

export type NetworkFailure = 'timeout' | 'unreachable';

export class NetworkError extends Error {
  override readonly name = 'NetworkError';

  constructor(readonly failure: NetworkFailure) {
    super(failure === 'timeout' ? 'no answer in time' : 'connection failed');
  }
}

export interface OutgoingRequest {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
}

export interface OutgoingResponse {
  status: number;
  headers: Headers;
  bytes: Buffer;
}

export async function sendRequest(request: OutgoingRequest): Promise<OutgoingResponse> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers ?? {},
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'error',
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    // The body is read inside the try: a connection may also break half-way through the answer.
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes };
  } catch (error) {
    throw new NetworkError(isTimeout(error) ? 'timeout' : 'unreachable');
  }
}

/** Answers `undefined` for anything that is not a JSON object. */
export function parseJsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

export function withoutTrailingSlash(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, '');
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}
