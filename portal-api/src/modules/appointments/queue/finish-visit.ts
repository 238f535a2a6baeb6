import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Audit, type Actor, type Tx } from '../../../kernel';
import { Appointments } from '../ending/appointment.repository';
import { QueueCommands, type QueueAnswer } from './queue-commands';
import { Queues, type EntryRow } from './queues';

/** The visit is over: the appointment is fulfilled. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FinishVisit {
  @Inject()
  queueCommands: QueueCommands;
  @Inject()
  queues: Queues;
  @Inject()
  appointments: Appointments;
  @Inject()
  audit: Audit;

  async run(actor: Actor, entryId: string): Promise<QueueAnswer> {
    return this.queueCommands.onEntry(actor, entryId, ({ tx, entry, now }) =>
      this.finish(tx, actor, entry, now),
    );
  }

  /** With the appointment and the queue locked. */
  async finish(tx: Tx, actor: Actor, entry: EntryRow, now: Date): Promise<void> {
    await this.queues.move(tx, entry.id, 'done', { finishedAt: now });
    if (!(await this.appointments.move(tx, entry.appointment_id, 'fulfilled'))) {
      throw new AppError('INVALID_STATE');
    }
    await this.queues.note(tx, actor, entry.roster_id, { kind: 'finished', entryId: entry.id });
    await this.audit.record(
      actor,
      {
        action: 'appointment.fulfil',
        resourceKind: 'appointment',
        resourceId: entry.appointment_id,
        patientId: entry.patient_id,
      },
      tx,
    );
  }
}
