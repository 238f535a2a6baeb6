import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Database,
  hashToken,
  newId,
  newToken,
  realTime,
  type AccountActor,
  type Download,
  type Sql,
  type StaffActor,
} from '../../../kernel';

/** What a ticket can stand for. */
export type TicketKind =
  'report-pdf' | 'report-images' | 'document-file' | 'dental-picture' | 'encounter-summary';

/** Who holds tickets: a signed-in person, each bound to the session that asked. */
export type TicketHolder = AccountActor | StaffActor;

export interface TicketSubject {
  subjectId: string;
  patientId: string;
}

/** Makes what a ticket stands for. Checks once more that the holder may have it. */
export interface TicketOpener {
  open(holder: TicketHolder, subject: TicketSubject): Promise<Download>;
}

/** Who opens what; the composition root fills it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TicketOpeners {
  private readonly openers = new Map<TicketKind, TicketOpener>();

  set(kind: TicketKind, opener: TicketOpener): void {
    this.openers.set(kind, opener);
  }

  of(kind: TicketKind): TicketOpener {
    const opener = this.openers.get(kind);
    if (!opener) throw new AppError('UNAVAILABLE');
    return opener;
  }
}

/** Long enough for a phone to ask for the file it was just told of, too short to be passed on. */
const lifeSeconds = 60;

/**
 * Ways to files that a browser or openDocument fetches by address. A ticket opens one thing, once, within
 * a minute of real time, and only for the session that asked for it.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Tickets {
  @Inject()
  database: Database;
  @Inject()
  ticketOpeners: TicketOpeners;

  /** The caller has checked that the holder may have it, and has written it to the audit. */
  async issue(
    holder: TicketHolder,
    ticket: TicketSubject & { kind: TicketKind; seconds?: number },
    sql: Sql = this.database,
  ): Promise<ResponseOf<'createReportTicket'>> {
    const now = realTime.now();
    const expiresAt = new Date(now.getTime() + (ticket.seconds ?? lifeSeconds) * 1000);
    const token = newToken();
    await sql.query(
      `insert into ticket (id, token_hash, session_id, kind, subject_id, patient_id, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        newId(now),
        hashToken(token),
        holder.sessionId,
        ticket.kind,
        ticket.subjectId,
        ticket.patientId,
        now,
        expiresAt,
      ],
    );
    const audience = holder.kind === 'staff' ? 'staff' : 'portal';
    return { url: `/api/${audience}/tickets/${token}`, expiresAt: expiresAt.toISOString() };
  }

  /**
   * Uses a ticket up, one of many that bring it at once.
   * @throws NOT_FOUND when it is unknown, used, too old or of another session
   */
  async redeem(holder: TicketHolder, token: string): Promise<Download> {
    const [row] = await this.database.query<{
      kind: TicketKind;
      subject_id: string;
      patient_id: string;
    }>(
      `update ticket set used_at = $3
        where token_hash = $1 and session_id = $2 and used_at is null and expires_at > $3
        returning kind, subject_id, patient_id`,
      [hashToken(token), holder.sessionId, realTime.now()],
    );
    if (!row) throw new AppError('NOT_FOUND', { message: '链接已失效，请重新打开' });
    return this.ticketOpeners
      .of(row.kind)
      .open(holder, { subjectId: row.subject_id, patientId: row.patient_id });
  }
}
