import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  chineseMoment,
  Database,
  UnitOfWork,
  type DomainEvents,
  type EventHandler,
} from '../../../kernel';
import { FreedPlaces } from '../places';
import { EndEntry } from './end-entry';

/** Who has booked what they waited for, some other way, waits no longer; an open offer goes to the next. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EndWaitsOnBooking implements EventHandler<'appointment.booked'> {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  freedPlaces: FreedPlaces;
  @Inject()
  endEntry: EndEntry;

  async handle({ appointmentId }: DomainEvents['appointment.booked']): Promise<void> {
    const found = await this.database.query<{ id: string; starts_at: Date }>(
      `select e.id, a.starts_at from appointment a join waitlist_entry e
          on e.patient_id = a.patient_id and e.doctor_id = a.doctor_id and a.date between e.from_date and e.to_date
         and (e.period is null or e.period = a.period) and e.state in ('waiting', 'offered')
        where a.id = $1 and a.status in ('booked', 'arrived')`,
      [appointmentId],
    );
    for (const { id, starts_at: startsAt } of found) {
      await this.unitOfWork.run(async (tx) => {
        const locked = await this.endEntry.lock(tx, id);
        if (!locked) return;
        // The booking itself is announced; that nothing more is waited for goes without saying.
        const detail = `已预约 ${chineseMoment(startsAt)}`;
        const freed = await this.endEntry.end(tx, locked, 'ended', detail, false);
        await this.freedPlaces.passOn(tx, freed);
      });
    }
  }
}

/** The same for who moved a visit there. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EndWaitsOnMove implements EventHandler<'appointment.rescheduled'> {
  @Inject()
  endWaitsOnBooking: EndWaitsOnBooking;

  handle({ appointmentId }: DomainEvents['appointment.rescheduled']): Promise<void> {
    return this.endWaitsOnBooking.handle({ appointmentId });
  }
}
