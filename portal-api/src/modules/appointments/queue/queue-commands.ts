import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Database,
  KernelContext,
  UnitOfWork,
  type Actor,
  type LocalDate,
  type StaffActor,
  type Tx,
} from '../../../kernel';
import { Policy } from '../../identity';
import { Appointments } from '../ending/appointment.repository';
import { Queues, type EntryRow } from './queues';
import { ReadQueues } from './read-queues';

export type QueueAnswer = ResponseOf<'getQueue'>;
export interface EntryCommand {
  tx: Tx;
  staff: StaffActor;
  entry: EntryRow;
  now: Date;
}

/** What every command on somebody in a queue has in common: reach, locks in order, the queue as answer. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class QueueCommands {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  policy: Policy;
  @Inject()
  appointments: Appointments;
  @Inject()
  queues: Queues;
  @Inject()
  readQueues: ReadQueues;

  /** @throws NOT_FOUND out of reach, INVALID_STATE on any other day than its own */
  async onEntry(
    actor: Actor,
    entryId: string,
    work: (command: EntryCommand) => Promise<void>,
  ): Promise<QueueAnswer> {
    this.policy.require(actor, 'queue.update');
    const seen = await this.queues.entry(this.database, entryId);
    if (!seen) throw new AppError('NOT_FOUND');
    const staff = this.requireReach(actor, seen);
    this.requireToday(seen.date);
    await this.unitOfWork.run(async (tx) => {
      await this.appointments.take(tx, seen.appointment_id);
      await this.queues.lock(tx, seen.roster_id);
      const entry = await this.queues.entry(tx, entryId);
      // Somebody transferred it meanwhile: it is no longer in the queue that was locked.
      if (entry?.roster_id !== seen.roster_id) throw new AppError('INVALID_STATE');
      await work({ tx, staff, entry, now: this.kernelContext.clock.now() });
    });
    return this.readQueues.one(staff, seen.roster_id);
  }

  requireReach(
    actor: Actor,
    at: { branch_id: string; department_id: string; doctor_id: string },
  ): StaffActor {
    return this.policy.require(actor, 'queue.update', {
      branchId: at.branch_id,
      departmentId: at.department_id,
      doctorId: at.doctor_id,
    });
  }

  requireToday(date: LocalDate): void {
    if (date === this.kernelContext.clock.today()) return;
    throw new AppError('INVALID_STATE', { message: '只能操作当天的队列' });
  }
}
