import Taro from '@tarojs/taro';
import type { ClientRequestOf, ResponseOf } from '@suizhen/contract';
import {
  errorStatus,
  fillPath,
  routeOf,
  type ErrorBody,
  type OperationId,
} from '@suizhen/contract/wire';
import { ApiError } from './api-error';
import { reportOnline } from './network';
import { readCsrf, readDevice, readToken } from './token';

type Parts = {
  params?: Record<string, string>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: object;
};

interface CallOptions {
  /** The same key for the same wish, until it is answered. */
  idempotencyKey?: string;
  /** For what is large and takes its time on the way. */
  patienceMs?: number;
}

const patience = 15_000;
const isMiniProgram = process.env.TARO_ENV !== 'h5';

/** Told when the server no longer knows the session; set once by the session store. */
let onSignedOut: () => void = () => undefined;
export const whenSignedOut = (listener: () => void): void => {
  onSignedOut = listener;
};

function queryString(query: Parts['query'] = {}): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

/** Who asks, for requests that are no operation of JSON: files, which WeChat downloads by itself. */
export function sessionHeaders(): Record<string, string> {
  const token = readToken();
  const device = readDevice();
  return {
    'X-Client': isMiniProgram ? 'weapp' : 'browser',
    ...(device ? { 'X-Device': device } : {}),
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
  };
}

function headers(method: string, hasBody: boolean, options: CallOptions): Record<string, string> {
  const csrf = method === 'GET' ? '' : readCsrf();
  return {
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
    ...sessionHeaders(),
    ...(csrf ? { 'X-CSRF': csrf } : {}),
    ...(options.idempotencyKey ? { 'Idempotency-Key': options.idempotencyKey } : {}),
  };
}

function failureOf(status: number, data: unknown): ApiError {
  const error = (data as Partial<ErrorBody> | null | undefined)?.error;
  if (error && error.code in errorStatus) {
    return new ApiError(error.code, error.message, {
      fields: error.fields,
      requestId: error.requestId,
    });
  }
  // A proxy on the way answered instead of the API.
  return new ApiError(status >= 500 ? 'UNAVAILABLE' : 'INTERNAL', '');
}

async function send(method: string, path: string, body: unknown, options: CallOptions) {
  try {
    const answer = await Taro.request<unknown>({
      url: `${API_BASE}${path}`,
      method: method as 'GET',
      header: headers(method, body !== undefined, options),
      timeout: options.patienceMs ?? patience,
      dataType: 'json',
      ...(body === undefined ? {} : { data: JSON.stringify(body) }),
    });
    reportOnline(true);
    return answer;
  } catch (problem) {
    const told = String((problem as { errMsg?: string } | null)?.errMsg ?? problem);
    if (/timeout|abort/i.test(told)) throw new ApiError('TIMEOUT', '');
    reportOnline(false);
    throw new ApiError('OFFLINE', '');
  }
}

type Rest<K extends OperationId> =
  object extends ClientRequestOf<K>
    ? [request?: ClientRequestOf<K>, options?: CallOptions]
    : [request: ClientRequestOf<K>, options?: CallOptions];

/** Calls an operation of the contract: `call('getDoctor', { params: { doctorId } })`. */
export async function call<K extends OperationId>(
  operation: K,
  ...[request, options = {}]: Rest<K>
): Promise<ResponseOf<K>> {
  const { method, path } = routeOf(operation);
  const { params, query, body } = (request ?? {}) as Parts;
  const answer = await send(method, fillPath(path, params) + queryString(query), body, options);
  if (answer.statusCode >= 400) {
    const failure = failureOf(answer.statusCode, answer.data);
    if (failure.code === 'UNAUTHENTICATED') onSignedOut();
    throw failure;
  }
  return answer.data as ResponseOf<K>;
}
