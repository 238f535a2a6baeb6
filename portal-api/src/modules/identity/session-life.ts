import type { Sql } from '../../kernel';

const day = 86_400_000;

/** A phone in one's pocket keeps its session longer than a browser that others may use. */
export const sessionLimits = {
  weapp: { idleMs: 30 * day, absoluteMs: 90 * day },
  browser: { idleMs: 7 * day, absoluteMs: 30 * day },
} as const;

interface SeenSession {
  session_id: string;
  last_seen_at: Date;
}

/** A session's last sign of life is written this often, not with every request. */
const seenEveryMs = 60_000;

export function idleMs(session: { last_seen_at: Date }, now: Date): number {
  return now.getTime() - session.last_seen_at.getTime();
}

/** Writes down that the sessions are alive, where it was not done lately; one that is just being written is left. */
export async function noteSeen(
  sql: Sql,
  table: 'account_session' | 'staff_session',
  sessions: readonly SeenSession[],
  now: Date,
): Promise<void> {
  const due = sessions.filter((session) => idleMs(session, now) >= seenEveryMs);
  if (due.length === 0) return;
  await sql.query(
    `update ${table} set last_seen_at = $2 where id in (
       select id from ${table} where id = any($1) and last_seen_at < $3 and revoked_at is null
          for no key update skip locked)`,
    [due.map(({ session_id }) => session_id), now, new Date(now.getTime() - seenEveryMs)],
  );
}
