import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  addMinutes,
  Database,
  Outbox,
  Settings,
  UnitOfWork,
  type Clock,
  type RecurringJob,
  type Tx,
} from '../../../kernel';
import { isAwaitedSql } from '../../appointments';
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
  database: Database;
  @Inject()
  outbox: Outbox;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  numberOwners: NumberOwners;
  @Inject()
  outboundSender: OutboundSender;

  async run(clock: Clock): Promise<number> {
    const codes = await this.numberOwners.ofHis();
    if (codes.length === 0 && !(await this.isAnyAwaited())) return 0;
    const before = addMinutes(clock.now(), -(await this.settings.get(confirmMinutes)));
    return this.unitOfWork.run(async (tx) => {
      const late = await tx.query<OutboundRow>(
        `select m.id, m.kind, m.subject_id, m.system_id from outbound_message m
           join external_system s on s.id = m.system_id join branch b on b.id = s.branch_id
           join appointment a on a.id = m.subject_id
          where m.state in ('queued', 'unknown') and m.kind = 'appointment' and m.created_at < $1
            and (b.code = any($2) or ${isAwaitedSql}) and a.status = 'booked'
          order by m.created_at limit 50 for update of m skip locked`,
        [before, codes],
      );
      const unasked = await this.unasked(tx, before);
      for (const row of late) await this.outboundSender.giveUp(tx, row);
      for (const appointmentId of unasked) {
        await this.outbox.append(tx, 'number.refused', { appointmentId });
      }
      return late.length + unasked.length;
    });
  }

  private async isAnyAwaited(): Promise<boolean> {
    const found = await this.database.query(
      `select 1 from appointment a where ${isAwaitedSql} limit 1`,
    );
    return found.length > 0;
  }

  /** No system of the branch takes messages, so that there is nobody who could ever say yes. */
  private async unasked(tx: Tx, before: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select a.id from appointment a
        where ${isAwaitedSql} and a.hospital_awaited_at < $1 and a.status = 'booked' and a.booked_at < $1
          and not exists (select 1 from external_system s join outbound_message m on m.system_id = s.id
            where s.branch_id = a.branch_id and m.subject_id = a.id and m.kind = 'appointment'
              and m.state in ('queued', 'unknown'))
        order by a.hospital_awaited_at limit 50`,
      [before],
    );
    return rows.map(({ id }) => id);
  }
}
