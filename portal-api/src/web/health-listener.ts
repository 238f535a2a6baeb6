import { createServer, type Server } from 'node:http';
import type { Application } from '@midwayjs/koa';

const served = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * A process that only works still says whether it lives and how it does: these three addresses of the
 * application, and nothing else of it.
 */
export async function listenForHealth(
  app: Application,
  at: { host: string; port: number },
): Promise<Server> {
  const answer = app.callback();
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (served.has(path)) return void answer(request, response);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  return server;
}
