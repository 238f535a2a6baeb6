import { ApiError, offlineError } from './api-error';

export interface HttpRequest {
  method: string;
  path: string;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

type Listener = () => void;
const signedOutListeners = new Set<Listener>();

/** Called when the server no longer knows this session, whichever request noticed it. */
export function onSignedOut(listener: Listener): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

function readCookie(name: string): string | undefined {
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`));
  return found === undefined ? undefined : decodeURIComponent(found.slice(name.length + 1));
}

/** Screens in the halls are signed in as devices, beside whoever works in the console. */
const csrfCookieOf = (path: string): string =>
  path.startsWith('/api/board/') ? 'csrf_board' : 'csrf_staff';

function toQueryString(query: Record<string, unknown> | undefined): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(key, String(one));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function headersFor(request: HttpRequest): Headers {
  const headers = new Headers({ Accept: 'application/json' });
  if (request.body !== undefined) headers.set('Content-Type', 'application/json');
  if (request.method !== 'GET') {
    headers.set('X-CSRF', readCookie(csrfCookieOf(request.path)) ?? '');
    headers.set('Idempotency-Key', request.idempotencyKey ?? crypto.randomUUID());
  }
  return headers;
}

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function send<T>(request: HttpRequest): Promise<T> {
  let response: Response;
  try {
    response = await fetch(request.path + toQueryString(request.query), {
      method: request.method,
      headers: headersFor(request),
      credentials: 'same-origin',
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw offlineError();
  }
  const body = await readBody(response);
  if (response.ok) return body as T;
  const error = ApiError.from(response.status, body);
  if (response.status === 401 && error.endsSession) signedOutListeners.forEach((tell) => tell());
  throw error;
}
