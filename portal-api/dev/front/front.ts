import http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { busyPage } from './busy-page';

export interface FrontOptions {
  port: number;
  /** API processes, asked in turn. */
  apis: string[];
  simulators: string;
  /** Development servers that draw the web apps instead of their built files. */
  adminServer?: string;
  portalServer?: string;
}

const SERVER_PATHS = /^\/(api|board|kiosk|healthz|readyz|metrics)(\/|$|\?)/;
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS']);
const isRepeatable = (method: string | undefined): boolean => IDEMPOTENT.has(method ?? '');

/**
 * What people open in the local mode: the API's own port plus `/sim/`. Listens on loopback only,
 * because `/sim/` lets anyone move the clock and read every message.
 */
export async function startFront(options: FrontOptions): Promise<http.Server> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  let turn = 0;
  const targetsFor = (url: string): string[] => {
    if (/^\/sim(\/|$|\?)/.test(url)) return [options.simulators];
    if (options.adminServer && /^\/admin(\/|$|\?)/.test(url)) return [options.adminServer];
    if (options.portalServer && !SERVER_PATHS.test(url)) return [options.portalServer];
    turn = (turn + 1) % options.apis.length;
    return [...options.apis.slice(turn), ...options.apis.slice(0, turn)];
  };
  const server = http.createServer((request, response) => {
    const screen = options.adminServer && /^\/(board|kiosk)\/?(\?|$)/.exec(request.url ?? '');
    if (screen) {
      // The console's development server draws the screens as folders of its own.
      response.writeHead(302, { location: `/admin/${screen[1]}/` }).end();
      return;
    }
    forward({ request, response, agent, targets: targetsFor(request.url ?? '/') });
  });
  // Live views stay open as long as someone looks.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  server.on('upgrade', (request, socket, head) => {
    const [target] = targetsFor(request.url ?? '/');
    if (target) tunnel(request, socket, head, target);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return server;
}

interface Exchange {
  request: http.IncomingMessage;
  response: http.ServerResponse;
  agent: http.Agent;
  targets: string[];
}

function forward({ request, response, agent, targets }: Exchange): void {
  const [target, ...others] = targets;
  if (!target) {
    busyPage(request, response);
    return;
  }
  const { hostname, port } = new URL(target);
  const outgoing = http.request({
    // An idle connection may be closed by the other side at any moment. Who reads asks again then;
    // what writes must not be lost to it, and goes over a connection of its own.
    agent: isRepeatable(request.method) ? agent : false,
    hostname,
    port,
    method: request.method,
    path: request.url,
    headers: { ...request.headers, ...forwarded(request) },
  });
  outgoing.once('response', (incoming) => {
    response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, passedOn(incoming));
    response.flushHeaders();
    incoming.pipe(response);
    incoming.once('error', () => response.destroy());
  });
  outgoing.once('error', (error: NodeJS.ErrnoException) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // Nothing of the request went out when the connection was refused, so another may have it.
    const unsent = error.code === 'ECONNREFUSED' && !request.readableDidRead;
    const stale = error.code === 'ECONNRESET' && outgoing.reusedSocket;
    if (unsent) forward({ request, response, agent, targets: others });
    else if (stale) forward({ request, response, agent, targets });
    else busyPage(request, response);
  });
  response.once('close', () => outgoing.destroy());
  sendBody(request, outgoing);
}

/** The body waits for the connection: so a refused one leaves it whole for the next process. */
function sendBody(request: http.IncomingMessage, outgoing: http.ClientRequest): void {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined ||
    Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody) {
    outgoing.end();
    return;
  }
  outgoing.once('socket', (socket: net.Socket) => {
    const send = (): void => {
      request.pipe(outgoing);
    };
    if (socket.connecting) socket.once('connect', send);
    else send();
  });
  outgoing.flushHeaders();
}

/** What is said about the connection itself holds only between the API and here. */
function passedOn({ rawHeaders }: http.IncomingMessage): string[] {
  return rawHeaders.filter(
    (_, index) => !/^(connection|keep-alive)$/i.test(rawHeaders[index - (index % 2)] ?? ''),
  );
}

function forwarded(request: http.IncomingMessage): http.OutgoingHttpHeaders {
  return {
    'x-forwarded-for': request.socket.remoteAddress ?? '127.0.0.1',
    'x-forwarded-host': request.headers.host ?? '',
    'x-forwarded-proto': 'http',
  };
}

/** Web sockets of the development servers (reloading on change). */
function tunnel(request: http.IncomingMessage, socket: Duplex, head: Buffer, target: string): void {
  const { hostname, port } = new URL(target);
  const upstream = net.connect(Number(port), hostname, () => {
    const lines = [`${request.method} ${request.url} HTTP/1.1`];
    for (let index = 0; index < request.rawHeaders.length; index += 2) {
      lines.push(`${request.rawHeaders[index]}: ${request.rawHeaders[index + 1]}`);
    }
    upstream.write(`${lines.join('\r\n')}\r\n\r\n`);
    upstream.write(head);
    upstream.pipe(socket).pipe(upstream);
  });
  upstream.once('error', () => socket.destroy());
  socket.once('error', () => upstream.destroy());
}
