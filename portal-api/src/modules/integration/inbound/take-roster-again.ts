import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { UnitOfWork, type DomainEvents, type EventHandler } from '../../../kernel';

/**
 * While a clinic was closed here, how many of its numbers are free at the hospital was written down nowhere:
 * what it said last is taken in once more.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeRosterAgain implements EventHandler<'hospital-roster.reopened'> {
  @Inject()
  unitOfWork: UnitOfWork;

  async handle({ rosterId }: DomainEvents['hospital-roster.reopened']): Promise<void> {
    await this.unitOfWork.run((tx) =>
      tx.query(
        `update inbound_message m set state = 'received', attempts = 0, next_at = null, version = m.version + 1
           from external_schedule e
          where m.system_id = e.system_id and m.kind = 'roster' and m.external_id = e.external_id
            and m.seq = e.source_seq and m.state = 'processed'
            and exists (select from jsonb_each_text(e.clinics) clinic where clinic.value = $1)`,
        [rosterId],
      ),
    );
  }
}
