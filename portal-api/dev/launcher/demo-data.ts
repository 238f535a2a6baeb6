import { z } from 'zod';
import type { Task } from './run-once';

export const demoDataTask = (env: Record<string, string>): Task => ({
  name: 'demo-data',
  args: ['--import', 'tsx', 'portal-api/dev/demo-data/main.ts'],
  env,
});

const LOOK_EVERY_MS = 20_000;
const ClockAnswer = z.object({ now: z.iso.datetime({ offset: true }) });

/**
 * The demonstration rosters reach two weeks ahead of today. When the hospital's day changes, by
 * itself or because someone moved the clock, they are extended.
 */
export function keepDemoDataRolling(apiUrl: string, extend: () => Promise<void>): () => void {
  let day: string | undefined;
  let busy = false;
  const look = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      const today = await hospitalDay(apiUrl);
      if (today && day && today !== day) await extend();
      day = today ?? day;
    } catch {
      // Its own log tells why; the next look tries again.
    } finally {
      busy = false;
    }
  };
  void look();
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

async function hospitalDay(apiUrl: string): Promise<string | undefined> {
  const response = await fetch(`${apiUrl}/api/local/clock`, { signal: AbortSignal.timeout(3000) });
  const answer = ClockAnswer.safeParse(await response.json());
  if (!answer.success) return undefined;
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(
    new Date(answer.data.now),
  );
}
