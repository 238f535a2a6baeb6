import { dirname } from 'node:path';
import type { Context, NextFunction } from '@midwayjs/koa';
import { knownEvents, type Database, type KernelContext } from '../kernel';
import { type Metrics } from '../kernel/metrics';
import { type Redis } from '../kernel/redis';
import { deadLetterQueue } from '../worker/queue';
import { buildOpenApi } from './openapi';
import { sendFile } from './send-file';

const swaggerRoot = dirname(require.resolve('swagger-ui-dist/package.json'));

const docsPage = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>随诊 API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head><body><div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
const docsScript = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true });`;

interface Parts {
  kernel: KernelContext;
  database: Database;
  redis: Redis;
  metrics: Metrics;
  isShuttingDown: () => boolean;
}

/** Health, metrics and the API's own description: outside of the contract, since no person calls them. */
export function systemRoutes(parts: Parts) {
  let openapi: string | undefined;
  const routes: Record<string, (ctx: Context) => Promise<void> | void> = {
    // Browsers ask for it wherever a page names none.
    '/favicon.ico': (ctx) => {
      ctx.status = 204;
    },
    '/healthz': (ctx) => {
      ctx.body = { status: 'ok' };
    },
    '/readyz': (ctx) => readiness(ctx, parts),
    '/metrics': (ctx) => metrics(ctx, parts),
    '/api/openapi.json': (ctx) => {
      openapi ??= JSON.stringify(buildOpenApi());
      ctx.type = 'application/json';
      ctx.body = openapi;
    },
    '/api/docs': (ctx) => {
      ctx.type = 'text/html';
      ctx.body = docsPage;
    },
    '/api/docs/start.js': (ctx) => {
      ctx.type = 'text/javascript';
      ctx.body = docsScript;
    },
  };
  return (ctx: Context, next: NextFunction): unknown => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next();
    const route = routes[ctx.path];
    if (route) return route(ctx);
    if (/^\/api\/docs\/swagger-ui(-bundle)?\.(js|css)$/.test(ctx.path)) {
      return sendFile(ctx, ctx.path.slice('/api/docs/'.length), { root: swaggerRoot });
    }
    return next();
  };
}

async function readiness(ctx: Context, parts: Parts): Promise<void> {
  const isDatabaseUp = await parts.database.query('select 1').then(
    () => true,
    () => false,
  );
  const isReady = isDatabaseUp && !parts.isShuttingDown();
  ctx.status = isReady ? 200 : 503;
  ctx.body = {
    status: isReady ? 'ready' : 'not-ready',
    database: isDatabaseUp ? 'up' : 'down',
    redis: parts.redis.client ? (parts.redis.isReady ? 'up' : 'down') : 'none',
  };
}

async function metrics(ctx: Context, parts: Parts): Promise<void> {
  const token = parts.kernel.config.METRICS_TOKEN;
  const isAllowed = token
    ? ctx.get('Authorization') === `Bearer ${token}`
    : /^(127\.|::1$|::ffff:127\.)/.test(ctx.req.socket.remoteAddress ?? '') &&
      !ctx.get('X-Forwarded-For');
  if (!isAllowed) {
    ctx.status = 404;
    ctx.body = '';
    return;
  }
  const rows = await parts.database.query<{
    waiting: number;
    unknown: number;
    dead: number;
    failed: number;
    differences: number;
  }>(
    `select o.waiting, o.unknown,
            (select count(*)::int from pgboss.job where name = $1 and state = 'created') as dead,
            (select count(*)::int from delivery
              where state = 'failed' and settled_at is null and kind <> 'code') as failed,
            (select count(*)::int from reconciliation_row where state <> 'settled') as differences
       from (select count(*)::int as waiting, count(*) filter (where event <> all($2))::int as unknown
               from outbox where processed_at is null) o`,
    [deadLetterQueue, knownEvents],
  );
  parts.metrics.outboxWaiting.set(rows[0]?.waiting ?? 0);
  parts.metrics.outboxUnknown.set(rows[0]?.unknown ?? 0);
  parts.metrics.deadLetters.set(rows[0]?.dead ?? 0);
  parts.metrics.failedDeliveries.set(rows[0]?.failed ?? 0);
  parts.metrics.openDifferences.set(rows[0]?.differences ?? 0);
  ctx.type = parts.metrics.registry.contentType;
  ctx.body = await parts.metrics.registry.metrics();
}
