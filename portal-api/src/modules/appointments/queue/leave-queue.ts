import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Actor, Tx } from '../../../kernel';
import { queueEntryStates } from './queue-entry.states';
import { Queues } from './queues';

/** Whoever no longer comes stands in no queue: a visit that is cancelled or given up takes its entry along. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class LeaveQueue {
  @Inject()
  queues: Queues;

  /** With the appointment locked. Does nothing for who never checked in. */
  async run(tx: Tx, actor: Actor, appointmentId: string): Promise<void> {
    const seen = await this.queues.entryOf(tx, appointmentId);
    if (!seen) return;
    await this.queues.lock(tx, seen.roster_id);
    const entry = await this.queues.entryOf(tx, appointmentId);
    if (!entry || !queueEntryStates.canMove(entry.state, 'left')) return;
    await this.queues.move(tx, entry.id, 'left');
    await this.queues.note(tx, actor, entry.roster_id, { kind: 'left', entryId: entry.id });
  }
}
