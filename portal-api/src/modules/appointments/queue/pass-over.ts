import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Actor } from '../../../kernel';
import { QueueCommands, type QueueAnswer } from './queue-commands';
import { Queues } from './queues';

/** Called and not there (过号). */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PassOver {
  @Inject()
  queueCommands: QueueCommands;
  @Inject()
  queues: Queues;

  async run(actor: Actor, entryId: string): Promise<QueueAnswer> {
    return this.queueCommands.onEntry(actor, entryId, async ({ tx, entry }) => {
      await this.queues.move(tx, entry.id, 'passed');
      await this.queues.note(tx, actor, entry.roster_id, { kind: 'passed', entryId: entry.id });
    });
  }
}
