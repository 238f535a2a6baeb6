import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  addDays,
  Database,
  instantAt,
  KernelContext,
  Settings,
  UnitOfWork,
  type Clock,
  type RecurringJob,
} from '../../kernel';
import { isAwaitedSql, whatToBring } from '../appointments';
import { Announcer } from './announcer';
import { reminderMessage } from './message-texts';
import { reminderTime } from './messaging.settings';
import { Visits } from './visit-facts';

const batchSize = 100;

/**
 * Reminds of tomorrow's visits at a set hour. Every visit has its moment, the evening before; the job
 * takes all whose moment has passed and that still lie ahead. So an hour during which no worker ran, or
 * over which the clock was moved, is made up for. Who booked after that moment has just been told by the
 * booking message and is not reminded.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RemindVisits implements RecurringJob {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  settings: Settings;
  @Inject()
  visits: Visits;
  @Inject()
  announcer: Announcer;

  async run(clock: Clock): Promise<number> {
    const due = await this.due(clock);
    const bring = due.length > 0 ? await this.settings.get(whatToBring) : '';
    let reminded = 0;
    for (const appointmentId of due) reminded += await this.tryToRemind(appointmentId, bring);
    return reminded;
  }

  /** A visit that cannot be announced must not keep the others from being told. */
  private async tryToRemind(appointmentId: string, bring: string): Promise<number> {
    try {
      await this.remind(appointmentId, bring);
      return 1;
    } catch (error) {
      const { message } = error as Error;
      this.kernelContext.logger.error({ appointmentId, error: message }, 'reminder failed');
      return 0;
    }
  }

  private async due(clock: Clock): Promise<string[]> {
    const today = clock.today();
    const tomorrow = addDays(today, 1);
    const time = await this.settings.get(reminderTime);
    const momentFor = (date: string) => instantAt(addDays(date, -1), time);
    const rows = await this.database.query<{ id: string }>(
      `select a.id from appointment a
         join (values ($1::date, $2::timestamptz), ($3::date, $4::timestamptz)) as day (date, moment)
           on day.date = a.date
        where a.status = 'booked' and not a.is_suspended
          and not ${isAwaitedSql} and a.starts_at > $5 and day.moment <= $5
          and coalesce(a.booked_at, a.created_at) < day.moment
          and not exists (select 1 from delivery_key k where k.dedupe_key = 'reminder:' || a.id || ':' || a.date)
        order by a.starts_at, a.id limit $6`,
      [today, momentFor(today), tomorrow, momentFor(tomorrow), clock.now(), batchSize],
    );
    return rows.map((row) => row.id);
  }

  private async remind(appointmentId: string, bring: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const visit = await this.visits.of(appointmentId);
      if (visit?.status !== 'booked' || visit.isAwaited) return;
      await this.announcer.announce(tx, {
        key: `reminder:${appointmentId}:${visit.date}`,
        patientId: visit.patientId,
        appointmentId,
        message: reminderMessage(visit, bring),
      });
    });
  }
}
