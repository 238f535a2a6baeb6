import { useCallback, useEffect, useRef, useState } from 'react';
import { call, type Answer, type Body, type Item } from '@/shared/api/client';
import { nothingFound, problemOf, type Problem } from './problems';

export type Visit = Item<'findKioskVisits'>;
export type Slip = Answer<'checkInAtKiosk'>;
type Search = Body<'findKioskVisits'>;
export type NumberKind = 'card' | 'identity';

/** What stands on the screen, with all that is known of whoever stands before it. */
export type Step =
  | { name: 'start' }
  | { name: 'scan' }
  | { name: 'number'; by: NumberKind }
  | { name: 'phone'; by: NumberKind; number: string }
  | { name: 'busy'; words: string }
  | { name: 'visits'; visits: Visit[] }
  | { name: 'result'; slip: Slip }
  | { name: 'problem'; problem: Problem; again: (() => void) | null };

export interface Kiosk {
  step: Step;
  go: (step: Step) => void;
  find: (search: Search) => void;
  checkIn: (visit: Visit) => void;
  /** Back to the start: nothing of the last person is left, also not an answer that is still on its way. */
  reset: () => void;
}

export function useKiosk(): Kiosk {
  const [step, setStep] = useState<Step>({ name: 'start' });
  const running = useRef<AbortController | null>(null);

  const go = useCallback((next: Step) => {
    running.current?.abort();
    running.current = null;
    setStep(next);
  }, []);
  const reset = useCallback(() => go({ name: 'start' }), [go]);

  const run = useCallback(
    (words: string, work: (signal: AbortSignal) => Promise<Step>) => {
      const attempt = (): void => {
        go({ name: 'busy', words });
        const controller = new AbortController();
        running.current = controller;
        const show = (next: Step): void => {
          if (running.current === controller) go(next);
        };
        work(controller.signal).then(show, (error: unknown) => {
          const problem = problemOf(error);
          show({ name: 'problem', problem, again: problem.mayRepeat ? attempt : null });
        });
      };
      attempt();
    },
    [go],
  );

  const find = useCallback(
    (search: Search) =>
      run('正在查询', async (signal) => {
        const { items } = await call('findKioskVisits', { body: search }, { signal });
        return items.length === 0
          ? { name: 'problem', problem: nothingFound, again: null }
          : { name: 'visits', visits: items };
      }),
    [run],
  );
  const checkIn = useCallback(
    ({ ticket }: Visit) => {
      // One key for all attempts: an answer that was lost on its way is given again.
      const idempotencyKey = crypto.randomUUID();
      run('正在签到', async (signal) => ({
        name: 'result',
        slip: await call('checkInAtKiosk', { body: { ticket } }, { signal, idempotencyKey }),
      }));
    },
    [run],
  );

  // A page that the browser kept and shows again must not show who was there before.
  useEffect(() => {
    window.addEventListener('pagehide', reset);
    return () => window.removeEventListener('pagehide', reset);
  }, [reset]);

  return { step, go, find, checkIn, reset };
}
