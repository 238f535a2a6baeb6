import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CheckInMethod, QueueEntryState } from '@suizhen/contract';
import {
  AppError,
  KernelContext,
  newId,
  type Actor,
  type LocalDate,
  type Sql,
  type Tx,
} from '../../../kernel';
import { queueEntryStates } from './queue-entry.states';
import type { Waiting } from './queue-order';

export interface LockedQueue extends Record<string, unknown> {
  roster_id: string;
  branch_id: string;
  department_id: string;
  doctor_id: string;
  date: LocalDate;
  is_closed: boolean;
}

export interface EntryRow extends Record<string, unknown>, Waiting {
  appointment_id: string;
  patient_id: string;
  roster_id: string;
  number: number;
  state: QueueEntryState;
  called_at: Date | null;
  branch_id: string;
  department_id: string;
  doctor_id: string;
  date: LocalDate;
  slot_starts_at: Date;
}

export type ChangeKind =
  | 'checked-in'
  | 'called'
  | 'recalled'
  | 'passed'
  | 'returned'
  | 'transferred-away'
  | 'transferred-here'
  | 'prioritised'
  | 'started'
  | 'finished'
  | 'left';

/** Where boards of a branch hear that something changed; a hint, the truth is read. */
export const boardChannel = 'suizhen_board';

const entryColumns = `e.id, e.appointment_id, e.patient_id, e.roster_id, e.number, e.state, e.priority,
  e.order_key::float8 as order_key, e.placed_behind_at, e.called_at, q.branch_id, q.department_id, r.doctor_id,
  q.date::text as date, a.starts_at as slot_starts_at`;
const entryTables = `queue_entry e join queue q on q.roster_id = e.roster_id join roster r on r.id = e.roster_id
  join appointment a on a.id = e.appointment_id`;

/**
 * The rows of a queue and how they change. Lock order, everywhere: appointment → queue → entry. Every
 * change carries the next version of its queue and leaves a receipt with that number.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Queues {
  @Inject()
  kernelContext: KernelContext;

  /** Makes the queue of a clinic if there is none yet, and takes it for this transaction. */
  async lock(tx: Tx, rosterId: string): Promise<LockedQueue> {
    await tx.query(
      `insert into queue (roster_id, branch_id, department_id, date)
       select id, branch_id, department_id, date from roster where id = $1 on conflict do nothing`,
      [rosterId],
    );
    const [queue] = await tx.query<LockedQueue>(
      `select q.roster_id, q.branch_id, q.department_id, r.doctor_id, q.date::text as date, r.is_closed
         from queue q join roster r on r.id = q.roster_id where q.roster_id = $1 for update of q`,
      [rosterId],
    );
    if (!queue) throw new AppError('NOT_FOUND');
    return queue;
  }

  async entry(sql: Sql, entryId: string): Promise<EntryRow | undefined> {
    const [row] = await sql.query<EntryRow>(
      `select ${entryColumns} from ${entryTables} where e.id = $1`,
      [entryId],
    );
    return row;
  }

  async entryOf(sql: Sql, appointmentId: string): Promise<EntryRow | undefined> {
    const [row] = await sql.query<EntryRow>(
      `select ${entryColumns} from ${entryTables} where e.appointment_id = $1`,
      [appointmentId],
    );
    return row;
  }

  async entriesIn(
    sql: Sql,
    rosterId: string,
    states: readonly QueueEntryState[],
  ): Promise<EntryRow[]> {
    return sql.query<EntryRow>(
      `select ${entryColumns} from ${entryTables} where e.roster_id = $1 and e.state = any($2)`,
      [rosterId, states],
    );
  }

  async add(
    tx: Tx,
    entry: {
      rosterId: string;
      appointmentId: string;
      patientId: string;
      number: number;
      method: CheckInMethod;
      isLate: boolean;
      orderKey: number;
    },
  ): Promise<string> {
    const now = this.kernelContext.clock.now();
    // Whose clinic was suspended after the check-in left that queue, and comes to another clinic anew.
    const [added] = await tx.query<{ id: string }>(
      `insert into queue_entry as e (id, roster_id, appointment_id, patient_id, number, state, method, is_late,
         order_key, placed_behind_at, checked_in_at)
       values ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8, case when $7 then $9::timestamptz end, $9)
       on conflict (appointment_id) do update
          set roster_id = excluded.roster_id, number = excluded.number, state = 'waiting', method = excluded.method,
              is_late = excluded.is_late, order_key = excluded.order_key, checked_in_at = excluded.checked_in_at,
              placed_behind_at = excluded.placed_behind_at, priority = 'none', priority_reason = '', calls = 0,
              called_at = null, started_at = null, finished_at = null, near_told_at = null, transferred_from = null,
              version = e.version + 1
        where e.state = 'left'
       returning id`,
      [
        newId(now),
        entry.rosterId,
        entry.appointmentId,
        entry.patientId,
        await this.numberFor(tx, entry, 'queue'),
        entry.method,
        entry.isLate,
        entry.orderKey,
        now,
      ],
    );
    if (!added) throw new AppError('INVALID_STATE');
    return added.id;
  }

  /** @throws INVALID_STATE when the state table does not let it move */
  async move(
    tx: Tx,
    entryId: string,
    to: QueueEntryState,
    changes: {
      calledAt?: Date;
      startedAt?: Date;
      finishedAt?: Date;
      orderKey?: number;
      placedBehindAt?: Date;
    } = {},
  ): Promise<void> {
    const moved = await tx.query(
      `update queue_entry set state = $2, version = version + 1, called_at = coalesce($4, called_at),
         calls = calls + case when $4::timestamptz is null then 0 else 1 end,
         started_at = coalesce($5, started_at), finished_at = coalesce($6, finished_at),
         order_key = coalesce($7, order_key), placed_behind_at = coalesce($8, placed_behind_at)
        where id = $1 and state = any($3) returning id`,
      [
        entryId,
        to,
        queueEntryStates.sourcesOf(to),
        changes.calledAt ?? null,
        changes.startedAt ?? null,
        changes.finishedAt ?? null,
        changes.orderKey ?? null,
        changes.placedBehindAt ?? null,
      ],
    );
    if (moved.length === 0) throw new AppError('INVALID_STATE');
  }

  /** The receipt of a change, numbered; and a hint to the boards once it is committed. */
  async note(
    tx: Tx,
    actor: Actor,
    rosterId: string,
    change: { kind: ChangeKind; entryId: string; detail?: Record<string, unknown> },
  ): Promise<void> {
    await tx.query(
      `with changed as (
         update queue set version = version + 1 where roster_id = $1 returning version, branch_id
       ), noted as (
         insert into queue_change (roster_id, version, entry_id, kind, at, actor_kind, actor_id, detail)
         select $1, version, $2, $3, $4, $5, $6, $7 from changed
       )
       select pg_notify($8, branch_id::text) from changed`,
      [
        rosterId,
        change.entryId,
        change.kind,
        this.kernelContext.clock.now(),
        actor.kind,
        actorId(actor),
        change.detail ?? {},
        boardChannel,
      ],
    );
  }

  /**
   * The number as booked, or the next beyond all where somebody else has it.
   * @param among who must not have it: those in the queue, or whoever may still come to the clinic
   */
  async numberFor(
    tx: Tx,
    entry: { rosterId: string; appointmentId: string; number: number },
    among: 'queue' | 'clinic',
  ): Promise<number> {
    const [row] = await tx.query<{ queue: boolean; clinic: boolean; highest: number }>(
      `with used as (
         select number, true as is_here from queue_entry
          where roster_id = $1 and appointment_id <> $3 and state <> 'left'
         union all
         select pl.number, false from place pl join slot s on s.id = pl.slot_id where s.roster_id = $1
       )
       select coalesce(bool_or(number = $2 and is_here), false) as queue,
         coalesce(bool_or(number = $2), false) as clinic, coalesce(max(number), 0) as highest from used`,
      [entry.rosterId, entry.number, entry.appointmentId],
    );
    return row?.[among] ? row.highest + 1 : entry.number;
  }
}

function actorId(actor: Actor): string | null {
  switch (actor.kind) {
    case 'staff':
      return actor.staffId;
    case 'account':
      return actor.accountId;
    case 'device':
      return actor.deviceId;
    case 'system':
    case 'anyone':
      return null;
  }
}
