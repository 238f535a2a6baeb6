import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import { AppError, Audit, fieldError, type Actor } from '../../../kernel';
import { QueueCommands, type QueueAnswer } from './queue-commands';
import { Queues } from './queues';

/** Before the others, with the reason; `none` takes it back. Both are written to the audit. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Prioritise {
  @Inject()
  audit: Audit;
  @Inject()
  queueCommands: QueueCommands;
  @Inject()
  queues: Queues;

  async run(
    actor: Actor,
    entryId: string,
    { priority, reason }: RequestOf<'prioritiseQueueEntry'>['body'],
  ): Promise<QueueAnswer> {
    if (priority !== 'none' && reason.length < 2) {
      throw fieldError('body.reason', '请写明优先的原因');
    }
    return this.queueCommands.onEntry(actor, entryId, async ({ tx, entry }) => {
      if (entry.state !== 'waiting' && entry.state !== 'passed') {
        throw new AppError('INVALID_STATE');
      }
      await tx.query(
        `update queue_entry set priority = $2, priority_reason = $3, version = version + 1 where id = $1`,
        [entry.id, priority, priority === 'none' ? '' : reason],
      );
      const detail = { priority, before: entry.priority };
      await this.queues.note(tx, actor, entry.roster_id, {
        kind: 'prioritised',
        entryId: entry.id,
        detail,
      });
      await this.audit.record(
        actor,
        {
          action: 'queue.prioritise',
          resourceKind: 'queue',
          resourceId: entry.id,
          patientId: entry.patient_id,
          reason: reason || null,
          detail,
        },
        tx,
      );
    });
  }
}
