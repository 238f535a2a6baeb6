import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  jsonAnswer,
  parseBody,
  type RunningServer,
  serve,
  type SimAnswer,
  type SimRequest,
} from '../kernel/http-sim';
import { PayFault } from '../wechat-pay/pay-fault';
import { type ConsoleParts, consoleRoutes } from './api';

const PUBLIC = path.join(__dirname, 'public');

/** The only files served; nothing in a request becomes part of a path. */
const FILES: Record<string, [file: string, type: string]> = {
  '/sim/': ['index.html', 'text/html'],
  '/sim/pay': ['pay.html', 'text/html'],
  '/sim/sim.css': ['sim.css', 'text/css'],
  ...Object.fromEntries(
    [
      'app',
      'client',
      'clock',
      'dom',
      'faults',
      'folder',
      'hospital',
      'inbox',
      'pay',
      'payments',
      'words',
    ].map((name) => [`/sim/${name}.js`, [`${name}.js`, 'text/javascript']]),
  ),
};

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
};

/** /sim/ and /sim/api: the simulated phone, the cashier, the switchboard of faults, the clock. */
export function startConsole(port: number, parts: ConsoleParts): Promise<RunningServer> {
  const routes = consoleRoutes(parts);
  return serve(port, async (request) => {
    if (request.path === '/' || request.path === '/sim') return redirect('/sim/');
    const file = FILES[request.path];
    if (file && request.method === 'GET') return page(...file);
    return answer(routes, request);
  });
}

async function answer(
  routes: ReturnType<typeof consoleRoutes>,
  request: SimRequest,
): Promise<SimAnswer> {
  const route = routes[`${request.method} ${request.path.replace('/sim/api/', '')}`];
  if (!route) return jsonAnswer(404, { message: '没有这个地址' });
  // A page elsewhere can post a form here, but never JSON without being asked first.
  const isJson = request.headers['content-type']?.startsWith('application/json') === true;
  const body = request.method === 'GET' ? {} : parseBody(request.body);
  if (!body || (request.method === 'POST' && !isJson)) {
    return jsonAnswer(400, { message: '请求应为 JSON' });
  }
  try {
    return jsonAnswer(200, await route(body));
  } catch (error) {
    const status = error instanceof PayFault ? error.status : 502;
    return jsonAnswer(status, { message: (error as Error).message });
  }
}

function page(file: string, type: string): SimAnswer {
  return {
    status: 200,
    headers: { ...HEADERS, 'content-type': `${type}; charset=utf-8` },
    body: readFileSync(path.join(PUBLIC, file)),
  };
}

function redirect(location: string): SimAnswer {
  return { status: 302, headers: { location } };
}
