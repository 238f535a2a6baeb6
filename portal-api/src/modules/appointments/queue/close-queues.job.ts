import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, systemActor, UnitOfWork, type Clock, type RecurringJob } from '../../../kernel';
import { Appointments } from '../ending/appointment.repository';
import { FinishVisit } from './finish-visit';
import { LeaveQueue } from './leave-queue';
import { Queues } from './queues';

const batch = 100;

/**
 * Ends what a day left open: who was in the room has been seen, nobody else waits any more. Their visits
 * stay as arrived; whether that was a no-show is for others to judge.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CloseQueues implements RecurringJob {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  appointments: Appointments;
  @Inject()
  queues: Queues;
  @Inject()
  finishVisit: FinishVisit;
  @Inject()
  leaveQueue: LeaveQueue;

  async run(clock: Clock): Promise<number> {
    const open = await this.database.query<{ appointment_id: string }>(
      `select e.appointment_id from queue q join queue_entry e on e.roster_id = q.roster_id
        where q.date < $1 and e.state in ('waiting', 'called', 'passed', 'in-visit')
        order by e.checked_in_at limit $2`,
      [clock.today(), batch],
    );
    for (const { appointment_id: appointmentId } of open) await this.close(appointmentId, clock);
    return open.length;
  }

  private async close(appointmentId: string, clock: Clock): Promise<void> {
    const actor = systemActor('close-queues');
    await this.unitOfWork.run(async (tx) => {
      const appointment = await this.appointments.lock(tx, appointmentId);
      const entry = await this.queues.entryOf(tx, appointmentId);
      if (!appointment || !entry) return;
      if (entry.state === 'in-visit' && appointment.status === 'arrived') {
        await this.queues.lock(tx, entry.roster_id);
        await this.finishVisit.finish(tx, actor, entry, clock.now());
      } else {
        await this.leaveQueue.run(tx, actor, appointmentId);
      }
    });
  }
}
