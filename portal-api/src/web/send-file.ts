import type { Context } from '@midwayjs/koa';
import send, { type SendOptions } from 'koa-send';

/** koa-send, which knows nothing of Midway's richer context. */
export async function sendFile(ctx: Context, path: string, options: SendOptions): Promise<void> {
  await send(ctx as unknown as Parameters<typeof send>[0], path, options);
}
