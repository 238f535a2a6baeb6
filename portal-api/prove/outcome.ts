import type { ErrorCode, OperationId, ResponseOf } from '@suizhen/contract';
import type { CallOptions } from '../test/support/call';
import { sleep } from '../dev/postgres';
import { must } from './proof';
import type { Scene } from './scene';

/** What became of a call: done, refused in words, or nobody knows (cut off, or 503). */
export type Outcome<K extends OperationId> =
  | { kind: 'done'; body: ResponseOf<K> }
  | { kind: 'refused'; code: ErrorCode }
  | { kind: 'unknown'; why: string };

export async function attempt<K extends OperationId>(
  scene: Scene,
  n: number,
  id: K,
  options: CallOptions,
): Promise<Outcome<K>> {
  const answer = await scene.call(n, id, options).catch((error: Error) => error);
  if (answer instanceof Error) return { kind: 'unknown', why: answer.message };
  if (answer.status === 503) return { kind: 'unknown', why: '503' };
  must(
    answer.status < 500 || answer.status === 502,
    `${id} answered ${answer.status}`,
    answer.body,
  );
  if (answer.error) return { kind: 'refused', code: answer.error.code };
  return { kind: 'done', body: answer.body };
}

/** Tries again with the same key until it is known. */
export async function settled<K extends OperationId>(
  scene: Scene,
  n: number,
  id: K,
  options: CallOptions & { idempotencyKey: string },
  withinMs = 60_000,
): Promise<Exclude<Outcome<K>, { kind: 'unknown' }>> {
  const end = performance.now() + withinMs;
  for (let tries = 0; ; tries++) {
    const outcome = await attempt(scene, n + tries, id, options);
    const isOpen =
      outcome.kind === 'unknown' ||
      (outcome.kind === 'refused' && outcome.code === 'IDEMPOTENCY_IN_PROGRESS');
    if (!isOpen) return outcome;
    must(performance.now() < end, `${id} cannot be settled by retries with the same key`, outcome);
    await sleep(Math.min(100 * 2 ** tries, 1_000));
  }
}
