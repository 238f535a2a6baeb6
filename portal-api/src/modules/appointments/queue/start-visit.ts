import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, type Actor } from '../../../kernel';
import { QueueCommands, type QueueAnswer } from './queue-commands';
import { Queues } from './queues';

/** The patient who was called is in the room; one at a time. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StartVisit {
  @Inject()
  queueCommands: QueueCommands;
  @Inject()
  queues: Queues;

  async run(actor: Actor, entryId: string): Promise<QueueAnswer> {
    return this.queueCommands.onEntry(actor, entryId, async ({ tx, entry, now }) => {
      const inRoom = await this.queues.entriesIn(tx, entry.roster_id, ['in-visit']);
      if (inRoom.length > 0) {
        throw new AppError('INVALID_STATE', { message: '上一位患者的就诊还没有结束' });
      }
      await this.queues.move(tx, entry.id, 'in-visit', { startedAt: now });
      await this.queues.note(tx, actor, entry.roster_id, { kind: 'started', entryId: entry.id });
    });
  }
}
