import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { addMinutes, Settings, UnitOfWork, type Clock, type RecurringJob } from '../../../kernel';
import type { OutboundRow } from '../outbound/outbound-payload';
import { OutboundSender } from '../outbound/outbound-sender';
import { NumberOwners } from './number-owners';
import { confirmMinutes } from './number-source.settings';

/** What was paid and is not confirmed in time goes back: nobody stands before a doctor without a number. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EndUnconfirmed implements RecurringJob {
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  numberOwners: NumberOwners;
  @Inject()
  outboundSender: OutboundSender;

  async run(clock: Clock): Promise<number> {
    const codes = await this.numberOwners.ofHis();
    if (codes.length === 0) return 0;
    const before = addMinutes(clock.now(), -(await this.settings.get(confirmMinutes)));
    return this.unitOfWork.run(async (tx) => {
      const late = await tx.query<OutboundRow>(
        `select m.id, m.kind, m.subject_id, m.system_id from outbound_message m
           join external_system s on s.id = m.system_id join branch b on b.id = s.branch_id
           join appointment a on a.id = m.subject_id
          where m.state in ('queued', 'unknown') and m.kind = 'appointment' and m.created_at < $1
            and b.code = any($2) and a.status = 'booked'
          order by m.created_at limit 50 for update of m skip locked`,
        [before, codes],
      );
      for (const row of late) await this.outboundSender.giveUp(tx, row);
      return late.length;
    });
  }
}
