import { MidwayHttpError } from '@midwayjs/core';
import type { Context } from '@midwayjs/koa';
import type { ErrorBody, ErrorCode } from '@suizhen/contract';
import type { Logger } from 'pino';
import { QueryRunnerAlreadyReleasedError } from 'typeorm';
import { AppError } from '../app-error';
import { pgErrorCode } from '../database';
import { PatienceEnded } from '../patience';

/**
 * PostgreSQL is away, starting, out of connections, or so busy that a statement waited in vain: nothing
 * was done, or it will show on a retry.
 */
const unavailable = new Set([
  '57P01',
  '57P02',
  '57P03',
  '57014',
  '25P03',
  '25P04',
  '40001',
  '40P01',
  '55P03',
  '53300',
  '08000',
  '08003',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Bytes, numbers and dates that no field of ours can hold: sent by nobody who uses our pages. */
const unstorable = new Set(['22021', '22P05', '22003', '22008']);

const byHttpStatus: Record<number, ErrorCode> = {
  400: 'MALFORMED_REQUEST',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

/** Whatever was thrown, as an error of ours. The unknown is logged in full and says nothing outside. */
export function toAppError(error: unknown, logger: Logger): AppError {
  if (error instanceof AppError) return error;
  const code = pgErrorCode(error);
  const message = error instanceof Error ? error.message : '';
  if (
    error instanceof PatienceEnded ||
    // The connection broke between two statements of a transaction.
    error instanceof QueryRunnerAlreadyReleasedError ||
    (code && unavailable.has(code)) ||
    /timeout exceeded when trying to connect|Query read timeout|Connection terminated|connection error and is not queryable/.test(
      message,
    )
  ) {
    logger.warn({ code, message }, 'database unavailable');
    return new AppError('UNAVAILABLE', { retryAfterSeconds: 2, cause: error });
  }
  if (code && unstorable.has(code)) return new AppError('MALFORMED_REQUEST', { cause: error });
  const status =
    error instanceof MidwayHttpError ? error.status : (error as { status?: number } | null)?.status;
  const known = status === undefined ? undefined : byHttpStatus[status];
  if (known) return new AppError(known, { cause: error });
  logger.error(
    { err: { message, code, stack: error instanceof Error ? error.stack : undefined } },
    'unexpected',
  );
  return new AppError('INTERNAL', { cause: error });
}

/** Writes the one documented error shape. */
export function answerError(ctx: Context, error: AppError, requestId: string): void {
  const body: ErrorBody = { error: { code: error.code, message: error.message, requestId } };
  if (error.fields) body.error.fields = error.fields;
  if (error.retryAfterSeconds !== undefined)
    ctx.set('Retry-After', String(error.retryAfterSeconds));
  ctx.status = error.status;
  ctx.type = 'application/json';
  ctx.body = body;
}
