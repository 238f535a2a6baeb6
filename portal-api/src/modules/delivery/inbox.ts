import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { MessageKind, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Database,
  decodeMomentCursor,
  KernelContext,
  newId,
  pageFrom,
  type Tx,
} from '../../kernel';
import type { AccountFollower, UnreadMessages } from '../identity';

export interface InboxPost {
  accountId: string;
  patientId: string | null;
  kind: MessageKind;
  title: string;
  body: string;
  appointmentId: string | null;
  /** A second message with the same key is dropped. */
  dedupeKey: string;
}

interface MessageRow extends Record<string, unknown> {
  id: string;
  kind: MessageKind;
  title: string;
  body: string;
  appointment_id: string | null;
  patient_id: string | null;
  created_at: Date;
  read_at: Date | null;
}

const columns = 'id, kind, title, body, appointment_id, patient_id, created_at, read_at';

/** The messages an account finds in the app itself. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Inbox implements AccountFollower, UnreadMessages {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;

  async post(tx: Tx, message: InboxPost): Promise<void> {
    const now = this.kernelContext.clock.now();
    await tx.query(
      `insert into inbox_message (id, account_id, patient_id, kind, title, body, appointment_id, dedupe_key, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (dedupe_key) do nothing`,
      [
        newId(now),
        message.accountId,
        message.patientId,
        message.kind,
        message.title,
        message.body,
        message.appointmentId,
        message.dedupeKey,
        now,
      ],
      'inbox-post',
    );
  }

  /** `from` ended in favour of `into`: its messages go along. */
  async merged(tx: Tx, from: string, into: string): Promise<void> {
    await tx.query(`update inbox_message set account_id = $2 where account_id = $1`, [from, into]);
  }

  /** A closed account reads no more. */
  async closed(tx: Tx, accountId: string): Promise<void> {
    await tx.query(`delete from inbox_message where account_id = $1`, [accountId]);
  }

  /** Newest first. */
  async page(
    accountId: string,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<ResponseOf<'listMyMessages'>> {
    const [at, id] = decodeMomentCursor(cursor) ?? [null, null];
    const rows = await this.database.query<MessageRow>(
      `select ${columns} from inbox_message
        where account_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
        order by created_at desc, id desc limit $4`,
      [accountId, at, id, limit + 1],
    );
    return pageFrom(rows, limit, (row) => [row.created_at.toISOString(), row.id], present);
  }

  async count(accountId: string): Promise<number> {
    const [row] = await this.database.query<{ unread: number }>(
      `select count(*)::int as unread from inbox_message where account_id = $1 and read_at is null`,
      [accountId],
      'inbox-unread',
    );
    return row?.unread ?? 0;
  }

  /** @throws NOT_FOUND, also for another account's message */
  async read(accountId: string, messageId: string): Promise<ResponseOf<'readMyMessage'>> {
    const [row] = await this.database.query<MessageRow>(
      `update inbox_message set read_at = coalesce(read_at, $3)
        where id = $1 and account_id = $2 returning ${columns}`,
      [messageId, accountId, this.kernelContext.clock.now()],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return present(row);
  }

  async readAll(accountId: string): Promise<void> {
    await this.database.query(
      `update inbox_message set read_at = $2 where account_id = $1 and read_at is null`,
      [accountId, this.kernelContext.clock.now()],
    );
  }
}

function present(row: MessageRow): ResponseOf<'readMyMessage'> {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    body: row.body,
    appointmentId: row.appointment_id,
    patientId: row.patient_id,
    createdAt: row.created_at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  };
}
