import type { Context } from '@midwayjs/koa';
import { Scoped } from '../scoped';

/** The HTTP exchange around a handler; only controllers that set cookies or read raw bytes look at it. */
const current = new Scoped<Context>();

export function runInRequest<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  return current.run(ctx, work);
}

export function currentRequest(): Context {
  const ctx = current.get();
  if (!ctx) throw new Error('called outside a request');
  return ctx;
}

/** The bytes as they came, for signatures. */
export function rawBody(): string {
  return (currentRequest().request as { rawBody?: string }).rawBody ?? '';
}
