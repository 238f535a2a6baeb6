import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  addDays,
  addMinutes,
  Database,
  localDateOf,
  localTimeOf,
  Settings,
  type Clock,
  type LocalDate,
  type RecurringJob,
} from '../../../kernel';
import { billTime } from './reconciliation.settings';
import { RunReconciliation } from './run-reconciliation';

/** While one worker waits for the bill no other asks for it. */
const leaseMinutes = 5;
/** Days that nobody compared, as after a long standstill; bills are kept for three months. */
const lookBackDays = 30;

/** Compares yesterday each morning once the bill can be there, and asks again until it is. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReconcileDays implements RecurringJob {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;
  @Inject()
  runReconciliation: RunReconciliation;

  async run(clock: Clock): Promise<number> {
    const now = clock.now();
    await this.plan(now);
    const [due] = await this.database.query<{ date: LocalDate }>(
      `update reconciliation set next_run_at = $2 where date = (
         select date from reconciliation where state in ('waiting', 'failed') and next_run_at <= $1
          order by date limit 1 for update skip locked)
       returning date::text as date`,
      [now, addMinutes(now, leaseMinutes)],
    );
    if (!due) return 0;
    await this.runReconciliation.run(due.date);
    return 1;
  }

  /** A waiting row for each day whose bill is due: from the last one on, or just yesterday in a new house. */
  private async plan(now: Date): Promise<void> {
    const today = localDateOf(now);
    const isTime = localTimeOf(now) >= (await this.settings.get(billTime));
    const lastDue = addDays(today, isTime ? -1 : -2);
    await this.database.query(
      `insert into reconciliation (date, state, next_run_at)
       select day::date, 'waiting', $2 from generate_series(
         greatest(coalesce((select max(date) + 1 from reconciliation), $1::date), $1::date - ${lookBackDays}),
         $1::date, interval '1 day') day
       on conflict do nothing`,
      [lastDue, now],
    );
  }
}
