import type { ResponseOf } from '@suizhen/contract';

export interface ShareRow extends Record<string, unknown> {
  id: string;
  created_at: Date;
  expires_at: Date;
  ended_at: Date | null;
  opened: number;
  last_opened_at: Date | null;
}

/** The columns of `ShareRow`, of `report_share s`. */
export const shareColumns =
  's.id, s.created_at, s.expires_at, s.ended_at, s.opened, s.last_opened_at';

export function presentShare(row: ShareRow): ResponseOf<'endReportShare'> {
  return {
    id: row.id,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    opened: row.opened,
    lastOpenedAt: row.last_opened_at?.toISOString() ?? null,
  };
}
