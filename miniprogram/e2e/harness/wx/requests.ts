import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Answered, Sent } from '../network';
import { Refusal, type Options } from './answer';
import type { Host } from './host';

const usualTimeoutMs = 60_000;
const offline = 'errcode:-118 The Internet connection appears to be offline.';

/** wx.request, wx.downloadFile and what tells about the network. */
export function requestApis(host: Host): Record<string, unknown> {
  return {
    request: (options: Options) => start(host, 'request', options, dataOf),
    downloadFile: (options: Options) => start(host, 'downloadFile', options, fileOf),
    onNetworkStatusChange: (listener: (state: object) => void) =>
      host.network.listen((state) => host.realm().enter(() => listener(host.realm().copy(state)))),
    offNetworkStatusChange: () => host.network.forget(undefined),
  };
}

type Shape = (host: Host, options: Options, answered: Answered) => object;

/** Both answer a task at once, which can be broken off. */
function start(host: Host, name: string, options: Options, shape: Shape): object {
  const abort = new AbortController();
  const realm = host.realm();
  const done = (call: Options['success'], answer: object): void => {
    const copy = realm.copy(answer);
    realm.enter(() => call?.(copy));
    realm.enter(() => options.complete?.(copy));
  };
  host.calls.push({ name, options: { ...options } });
  exchange(host, options, abort.signal).then(
    (answered) =>
      done(options.success, { errMsg: `${name}:ok`, ...shape(host, options, answered) }),
    (error: unknown) => done(options.fail, { errMsg: `${name}:fail ${reason(error, abort)}` }),
  );
  const ignore = (): void => undefined;
  return { abort: () => abort.abort(), onHeadersReceived: ignore, offHeadersReceived: ignore };
}

async function exchange(host: Host, options: Options, abort: AbortSignal): Promise<Answered> {
  const sent = sentOf(options);
  if (new URL(sent.url).origin !== host.apiOrigin) throw new Refusal('url not in domain list');
  if (!host.network.isConnected) throw new Refusal(offline);
  const ms = typeof options['timeout'] === 'number' ? options['timeout'] : usualTimeoutMs;
  const signal = AbortSignal.any([abort, AbortSignal.timeout(ms)]);
  return host.server(sent, signal);
}

function sentOf(options: Options): Sent {
  const method = typeof options['method'] === 'string' ? options['method'] : 'GET';
  const url = new URL(String(options['url']));
  const { data } = options;
  let body: string | undefined;
  if (method === 'GET') {
    for (const [name, value] of Object.entries(data ?? {}))
      url.searchParams.set(name, String(value));
  } else if (data !== undefined) {
    body = typeof data === 'string' ? data : JSON.stringify(data);
  }
  const header = { 'content-type': 'application/json', ...(options['header'] as object) };
  return { method, url: url.href, header: lowerCase(header), body };
}

const lowerCase = (header: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );

function reason(error: unknown, abort: AbortController): string {
  if (abort.signal.aborted) return 'abort';
  if (error instanceof Refusal) return error.message;
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  return `errcode:-102 ${error instanceof Error ? error.message : String(error)}`;
}

function dataOf(_host: Host, { dataType }: Options, { status, header, body }: Answered): object {
  const text = new TextDecoder().decode(body);
  const isJson = dataType === undefined || dataType === 'json';
  return { statusCode: status, header, cookies: [], data: isJson ? parsed(text) : text };
}

/** What is not JSON arrives as text, without an error. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function fileOf(host: Host, _options: Options, { status, header, body }: Answered): object {
  const tempFilePath = path.join(host.temporary, randomUUID());
  fs.writeFileSync(tempFilePath, body);
  return { statusCode: status, header, tempFilePath };
}
