import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  addMinutes,
  Database,
  Settings,
  UnitOfWork,
  type Clock,
  type RecurringJob,
} from '../../../kernel';
import { SuspensionCases } from './suspension-cases';
import { receiptMinutes } from './suspension.settings';

const batch = 200;

interface FollowedCase extends Record<string, unknown> {
  id: string;
  is_delivered: boolean;
  is_read: boolean;
  is_failed: boolean;
}

/**
 * Learns from receipts and opened messages whom the news has reached. Who is not reached in time, or
 * whose SMS failed, becomes a call for somebody. A receipt that comes late still counts.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FollowMessages implements RecurringJob {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  suspensionCases: SuspensionCases;

  async run(clock: Clock): Promise<number> {
    const minutes = await this.settings.get(receiptMinutes);
    const due = await this.database.query<FollowedCase>(followSql, [
      addMinutes(clock.now(), -minutes),
      batch,
    ]);
    for (const each of due) {
      await this.unitOfWork.run(async (tx) => {
        if (each.is_delivered) await this.suspensionCases.reached(tx, each.id, 'sms');
        else if (each.is_read) await this.suspensionCases.reached(tx, each.id, 'inbox');
        else {
          const why = each.is_failed ? '短信发送失败' : `超过 ${minutes} 分钟没有短信送达回执`;
          await this.suspensionCases.unreached(tx, each.id, why);
        }
      });
    }
    return due.length;
  }
}

const followSql = `
  select c.id, sms.is_delivered, sms.is_failed, inbox.is_read
  from suspension_case c
  cross join lateral (
    select coalesce(bool_or(d.state = 'delivered'), false) as is_delivered,
      coalesce(bool_and(d.state = 'failed'), false) as is_failed
    from suspension_message m
    join delivery_key k on k.dedupe_key = m.dedupe_key
    join delivery d on d.id = k.delivery_id
    where m.case_id = c.id) sms
  cross join lateral (
    select exists (
      select 1 from suspension_message m
      join proxy p on p.patient_id = c.patient_id
      join inbox_message i on i.dedupe_key = m.dedupe_key || ':' || p.account_id
      where m.case_id = c.id and i.read_at is not null) as is_read) inbox
  where c.state in ('told', 'unreached')
    and (sms.is_delivered or inbox.is_read or (c.state = 'told' and (sms.is_failed or c.told_at <= $1)))
  order by c.told_at, c.id
  limit $2`;
