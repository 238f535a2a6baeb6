import { randomUUID } from 'node:crypto';
import type { Context, NextFunction } from '@midwayjs/koa';
import type { Config } from '../../config';
import { AppError } from '../app-error';
import type { KernelContext } from '../kernel-context';
import type { Metrics } from '../metrics';
import { answerError, toAppError } from './error-answer';
import { isLargeBody } from './large-body';
import type { EdgeState } from './request-meta';

const contentPolicy = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The outermost middleware: request id, address, security headers, the error shape, one log line, metrics. */
export function edge(kernel: KernelContext, metrics: Metrics) {
  return async (ctx: Context, next: NextFunction): Promise<void> => {
    const started = process.hrtime.bigint();
    const state: EdgeState = {
      requestId: requestId(ctx),
      address: clientAddress(ctx, kernel.config),
    };
    ctx.state.edge = state;
    ctx.set({
      'X-Request-Id': state.requestId,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Content-Security-Policy': contentPolicy,
      'Permissions-Policy': 'camera=(self), geolocation=(self), microphone=()',
    });
    if (ctx.path.startsWith('/api/')) ctx.set('Cache-Control', 'no-store');
    if (isLargeBody(ctx)) ctx.disableBodyParser = true;
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw new AppError('NOT_FOUND');
    } catch (error) {
      answerError(ctx, toAppError(error, kernel.logger), state.requestId);
    }
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const operation = (ctx.state.operation as string | undefined) ?? 'other';
    metrics.requestDuration.observe({ operation, status: String(ctx.status) }, seconds);
    if (ctx.path.startsWith('/api/')) {
      // The path may hold ids, never more; the query string stays out.
      kernel.logger.info(
        {
          requestId: state.requestId,
          operation,
          method: ctx.method,
          status: ctx.status,
          ms: Math.round(seconds * 1000),
        },
        'request',
      );
    }
  };
}

function requestId(ctx: Context): string {
  const given = ctx.get('X-Request-Id');
  return /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}

/** The address as our own outermost proxy saw it; headers of strangers count for nothing. */
function clientAddress(ctx: Context, config: Config): string {
  const forwarded = ctx
    .get('X-Forwarded-For')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const fromProxies =
    config.TRUSTED_PROXIES > 0 ? forwarded.at(-config.TRUSTED_PROXIES) : undefined;
  return fromProxies ?? ctx.req.socket.remoteAddress ?? '';
}
