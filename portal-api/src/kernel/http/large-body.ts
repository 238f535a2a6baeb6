import type { Context } from '@midwayjs/koa';
import { operations, type Operation } from '@suizhen/contract';
import { AppError } from '../app-error';

const large = new Set(
  (Object.values(operations) as Operation[])
    .filter((operation) => operation.maxBodyBytes !== undefined)
    .map(({ method, path }) => `${method} ${path}`),
);

/** Whether the common parser must leave the body alone: the gateway reads it once it knows the sender. */
export function isLargeBody(ctx: Context): boolean {
  return large.has(`${ctx.method} ${ctx.path}`);
}

/**
 * Reads a JSON body of at most `limit` bytes.
 * @throws PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_REQUEST
 */
export async function readLargeBody(ctx: Context, limit: number): Promise<unknown> {
  if (!ctx.is('json') || ctx.get('Content-Encoding')) throw new AppError('UNSUPPORTED_MEDIA_TYPE');
  const tooLarge = new AppError('PAYLOAD_TOO_LARGE', { message: '文件最大 3 MB' });
  if (Number(ctx.get('Content-Length')) > limit) throw tooLarge;
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of ctx.req as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > limit) throw tooLarge;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch {
    throw new AppError('MALFORMED_REQUEST');
  }
}
