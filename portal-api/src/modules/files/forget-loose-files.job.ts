import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, forget, type Clock, type RecurringJob } from '../../kernel';

/** Time enough to finish the form the file was meant for. */
const keptMs = 86_400_000;

/** Documents that were handed in for something that was then never sent. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ForgetLooseFiles implements RecurringJob {
  @Inject()
  database: Database;

  async run(clock: Clock): Promise<number> {
    return forget(this.database, {
      table: 'stored_file',
      key: 'id',
      where: 'attached_to is null and created_at < $1',
      values: [new Date(clock.now().getTime() - keptMs)],
    });
  }
}
