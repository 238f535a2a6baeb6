import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, type Actor } from '../../../kernel';
import { QueueCommands, type QueueAnswer } from './queue-commands';
import { Queues } from './queues';

/** Calls the same one once more: the boards announce it again. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Recall {
  @Inject()
  queueCommands: QueueCommands;
  @Inject()
  queues: Queues;

  async run(actor: Actor, entryId: string): Promise<QueueAnswer> {
    return this.queueCommands.onEntry(actor, entryId, async ({ tx, entry, now }) => {
      if (entry.state !== 'called') throw new AppError('INVALID_STATE');
      await tx.query(
        `update queue_entry set calls = calls + 1, called_at = $2, version = version + 1 where id = $1`,
        [entry.id, now],
      );
      await this.queues.note(tx, actor, entry.roster_id, { kind: 'recalled', entryId: entry.id });
    });
  }
}
