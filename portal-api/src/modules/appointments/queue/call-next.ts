import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  AppError,
  Database,
  KernelContext,
  Outbox,
  Settings,
  UnitOfWork,
  type Actor,
  type Tx,
} from '../../../kernel';
import { Policy } from '../../identity';
import { Appointments } from '../ending/appointment.repository';
import { FinishVisit } from './finish-visit';
import { QueueCommands, type QueueAnswer } from './queue-commands';
import { compareCalled, compareWaiting, queueOrderSql } from './queue-order';
import { tellWhenAhead } from './queue.settings';
import { Queues, type EntryRow } from './queues';
import { ReadQueues } from './read-queues';

/** Calls the first who waits. The row of the queue is locked, so two callers never call the same one. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CallNext {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  settings: Settings;
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
  @Inject()
  finishVisit: FinishVisit;

  /** @throws NOT_FOUND, INVALID_STATE; QUEUE_EMPTY when there was nobody to call and nothing to finish */
  async run(
    actor: Actor,
    rosterId: string,
    { finishCurrent, room }: RequestOf<'callNext'>['body'],
  ): Promise<QueueAnswer> {
    this.policy.require(actor, 'queue.update');
    const [roster] = await this.database.query<{
      branch_id: string;
      department_id: string;
      doctor_id: string;
      date: string;
    }>(`select branch_id, department_id, doctor_id, date::text as date from roster where id = $1`, [
      rosterId,
    ]);
    if (!roster) throw new AppError('NOT_FOUND');
    const staff = this.queueCommands.requireReach(actor, roster);
    this.queueCommands.requireToday(roster.date);
    const ahead = await this.settings.get(tellWhenAhead);
    await this.unitOfWork.run(async (tx) => {
      if (finishCurrent) await this.takeCurrent(tx, rosterId);
      await this.queues.lock(tx, rosterId);
      if (room !== undefined) {
        await tx.query(`update queue set room = $2 where roster_id = $1`, [rosterId, room]);
      }
      const hasFinished = finishCurrent && (await this.finishCurrent(tx, actor, rosterId));
      const hasCalled = await this.callFirst(tx, actor, rosterId);
      if (!hasCalled && !hasFinished) throw new AppError('QUEUE_EMPTY');
      if (hasCalled) await this.tellNear(tx, rosterId, ahead);
    });
    return this.readQueues.one(staff, rosterId);
  }

  /** Appointments are locked before queues, so who is in the room is looked up beforehand. */
  private async takeCurrent(tx: Tx, rosterId: string): Promise<void> {
    const current = await this.current(tx, rosterId);
    if (current) await this.appointments.take(tx, current.appointment_id);
  }

  /** Who is in the room; where nobody pressed “begin”, who was called last. */
  private async current(tx: Tx, rosterId: string): Promise<EntryRow | undefined> {
    const entries = await this.queues.entriesIn(tx, rosterId, ['called', 'in-visit']);
    const inRoom = entries.find(({ state }) => state === 'in-visit');
    return inRoom ?? entries.sort(compareCalled)[0];
  }

  private async finishCurrent(tx: Tx, actor: Actor, rosterId: string): Promise<boolean> {
    const current = await this.current(tx, rosterId);
    if (current) {
      await this.finishVisit.finish(tx, actor, current, this.kernelContext.clock.now());
    }
    return current !== undefined;
  }

  private async callFirst(tx: Tx, actor: Actor, rosterId: string): Promise<boolean> {
    const waiting = await this.queues.entriesIn(tx, rosterId, ['waiting']);
    const next = waiting.sort(compareWaiting)[0];
    if (!next) return false;
    await this.queues.move(tx, next.id, 'called', { calledAt: this.kernelContext.clock.now() });
    await this.queues.note(tx, actor, rosterId, { kind: 'called', entryId: next.id });
    await this.outbox.append(tx, 'queue.called', { entryId: next.id });
    return true;
  }

  /** Who has come near is told, once. */
  private async tellNear(tx: Tx, rosterId: string, ahead: number): Promise<void> {
    if (ahead === 0) return;
    const near = await tx.query<{ id: string }>(
      `with ordered as (
         select e.id, row_number() over (order by ${queueOrderSql}) - 1 as ahead
           from queue_entry e where e.roster_id = $1 and e.state = 'waiting')
       update queue_entry e set near_told_at = $3 from ordered
        where e.id = ordered.id and ordered.ahead <= $2 and e.near_told_at is null returning e.id`,
      [rosterId, ahead, this.kernelContext.clock.now()],
    );
    for (const { id } of near) await this.outbox.append(tx, 'queue.near', { entryId: id });
  }
}
