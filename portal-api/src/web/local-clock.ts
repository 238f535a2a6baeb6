import type { Context, NextFunction } from '@midwayjs/koa';
import { z } from 'zod';
import { AppError, type Database, type KernelContext, type MovableClock } from '../kernel';

const advance = z.object({
  advanceMinutes: z
    .number()
    .int()
    .min(1)
    .max(400 * 1440),
});

/** Reads the offset that all processes share. */
async function loadOffset(database: Database, clock: MovableClock): Promise<void> {
  const rows = await database.query<{ offset_ms: string }>(`select offset_ms from local_clock`);
  clock.setOffset(Number(rows[0]?.offset_ms ?? 0));
}

const followEveryMs = 500;

/** Keeps up with moves made through another process: the worker's jobs live by the same clock. */
export async function followOffset(database: Database, clock: MovableClock): Promise<() => void> {
  await loadOffset(database, clock);
  const timer = setInterval(() => {
    // While the database is away the last offset stands.
    loadOffset(database, clock).catch(() => undefined);
  }, followEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Moves the hospital's clock on a demonstration machine. Mounted in the local mode only. */
export function localClock(kernel: KernelContext, database: Database) {
  const clock = kernel.clock as MovableClock;
  return async (ctx: Context, next: NextFunction): Promise<void> => {
    if (ctx.path !== '/api/local/clock') return next();
    if (ctx.method === 'POST') {
      const parsed = advance.safeParse(ctx.request.body);
      if (!parsed.success) {
        throw new AppError('INVALID_FIELD', {
          fields: { 'body.advanceMinutes': '应为 1 到 576000 的整数' },
        });
      }
      await database.query(`update local_clock set offset_ms = offset_ms + $1`, [
        parsed.data.advanceMinutes * 60_000,
      ]);
    } else if (ctx.method !== 'GET') {
      throw new AppError('METHOD_NOT_ALLOWED');
    }
    await loadOffset(database, clock);
    ctx.body = {
      now: clock.now().toISOString(),
      offsetMinutes: Math.round(clock.offset() / 60_000),
    };
  };
}
