import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Settings, type Actor } from '../../../kernel';
import { QueueCommands, type QueueAnswer } from './queue-commands';
import { keyBehind } from './queue-order';
import { passedGoesBehind } from './queue.settings';
import { Queues } from './queues';

/** Back after having been passed over: behind as many as the setting says. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReturnEntry {
  @Inject()
  settings: Settings;
  @Inject()
  queueCommands: QueueCommands;
  @Inject()
  queues: Queues;

  async run(actor: Actor, entryId: string): Promise<QueueAnswer> {
    const behind = await this.settings.get(passedGoesBehind);
    return this.queueCommands.onEntry(actor, entryId, async ({ tx, entry, now }) => {
      if (entry.state !== 'passed') throw new AppError('INVALID_STATE');
      const waiting = await this.queues.entriesIn(tx, entry.roster_id, ['waiting']);
      const orderKey = keyBehind(waiting, behind, entry.order_key);
      await this.queues.move(tx, entry.id, 'waiting', { orderKey, placedBehindAt: now });
      const detail = { behind };
      await this.queues.note(tx, actor, entry.roster_id, {
        kind: 'returned',
        entryId: entry.id,
        detail,
      });
    });
  }
}
