/**
 * The one place where an adapter touches the network. Error texts carry the host's answer code
 * only: URLs and bodies hold names, phones and secrets, and errors end up in logs.
 */

export type NetworkFailure = 'timeout' | 'unreachable' | 'too-large';

const failureTexts: Record<NetworkFailure, string> = {
  timeout: 'no answer in time',
  unreachable: 'connection failed',
  'too-large': 'answer is too large',
};

export class NetworkError extends Error {
  override readonly name = 'NetworkError';

  constructor(readonly failure: NetworkFailure) {
    super(failureTexts[failure]);
  }
}

export interface OutgoingRequest {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
  /** More than this is not an answer that anybody meant; default: whatever comes. */
  maxBytes?: number;
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
    const bytes = await readBody(response, request.maxBytes ?? Number.POSITIVE_INFINITY);
    return { status: response.status, headers: response.headers, bytes };
  } catch (error) {
    if (error instanceof NetworkError) throw error;
    throw new NetworkError(isTimeout(error) ? 'timeout' : 'unreachable');
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (!response.body) return Buffer.alloc(0);
  // Leaving the loop ends the download.
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new NetworkError('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
