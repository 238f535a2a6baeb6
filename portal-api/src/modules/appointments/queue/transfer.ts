import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  KernelContext,
  Outbox,
  UnitOfWork,
  type Actor,
  type Tx,
} from '../../../kernel';
import { Policy } from '../../identity';
import { Appointments } from '../ending/appointment.repository';
import { QueueCommands, type QueueAnswer } from './queue-commands';
import { Queues, type EntryRow, type LockedQueue } from './queues';
import { ReadQueues } from './read-queues';

/** To another clinic of the same day and department. The arrival counts as it was. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TransferEntry {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  policy: Policy;
  @Inject()
  appointments: Appointments;
  @Inject()
  queues: Queues;
  @Inject()
  queueCommands: QueueCommands;
  @Inject()
  readQueues: ReadQueues;

  /** @throws NOT_FOUND, INVALID_STATE */
  async run(
    actor: Actor,
    entryId: string,
    { rosterId, reason }: RequestOf<'transferQueueEntry'>['body'],
  ): Promise<QueueAnswer> {
    this.policy.require(actor, 'queue.update');
    const seen = await this.queues.entry(this.database, entryId);
    if (!seen) throw new AppError('NOT_FOUND');
    const staff = this.queueCommands.requireReach(actor, seen);
    this.queueCommands.requireToday(seen.date);
    await this.unitOfWork.run(async (tx) => {
      await this.appointments.take(tx, seen.appointment_id);
      // Two queues at once, always the lower id first: two transfers that cross never block each other.
      const locked = new Map<string, LockedQueue>();
      for (const id of [seen.roster_id, rosterId].sort()) {
        locked.set(id, await this.queues.lock(tx, id));
      }
      const entry = await this.queues.entry(tx, entryId);
      const target = locked.get(rosterId)!;
      if (entry?.roster_id !== seen.roster_id) throw new AppError('INVALID_STATE');
      this.queueCommands.requireReach(actor, target);
      requireTarget(entry, target);
      await this.move(tx, entry, rosterId);
      await this.receipts(tx, actor, entry, { rosterId, reason });
      await this.outbox.append(tx, 'queue.transferred', { entryId: entry.id });
    });
    return this.readQueues.one(staff, seen.roster_id);
  }

  private async move(tx: Tx, entry: EntryRow, rosterId: string): Promise<void> {
    const { number: booked, appointment_id: appointmentId } = entry;
    const wish = { rosterId, appointmentId, number: booked };
    const number = await this.queues.numberFor(tx, wish, 'clinic');
    const moved = await tx.query(
      `update queue_entry set roster_id = $2, number = $3, state = 'waiting', transferred_from = $4,
         near_told_at = null, version = version + 1
        where id = $1 and state in ('waiting', 'called', 'passed') returning id`,
      [entry.id, rosterId, number, entry.roster_id],
    );
    if (moved.length === 0) throw new AppError('INVALID_STATE');
  }

  private async receipts(
    tx: Tx,
    actor: Actor,
    entry: EntryRow,
    { rosterId, reason }: { rosterId: string; reason: string },
  ): Promise<void> {
    const entryId = entry.id;
    await this.queues.note(tx, actor, entry.roster_id, {
      kind: 'transferred-away',
      entryId,
      detail: { to: rosterId },
    });
    await this.queues.note(tx, actor, rosterId, {
      kind: 'transferred-here',
      entryId,
      detail: { from: entry.roster_id },
    });
    await this.audit.record(
      actor,
      {
        action: 'queue.transfer',
        resourceKind: 'queue',
        resourceId: entryId,
        patientId: entry.patient_id,
        reason,
        detail: { from: entry.roster_id, to: rosterId },
      },
      tx,
    );
  }
}

function requireTarget(entry: EntryRow, target: LockedQueue): void {
  const isSame = entry.roster_id === target.roster_id;
  if (isSame || entry.date !== target.date || entry.department_id !== target.department_id) {
    throw new AppError('INVALID_STATE', { message: '只能转到同一天同科室的其他门诊' });
  }
  if (target.is_closed) throw new AppError('INVALID_STATE', { message: '目标门诊已停诊' });
}
