import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { QueueEntryState, ResponseOf } from '@suizhen/contract';
import { AppError, Database, KernelContext, Settings, type Actor } from '../../../kernel';
import { lastCalledSql, queueOrderSql } from '../queue/queue-order';
import { MyAppointments } from '../reading/my-appointments';
import { CheckInFactsReader, type CheckInFacts } from './check-in-facts';
import { checkInRadiusMetres, isPositionAllowed } from './check-in.settings';
import { minutesToWait } from './pace';

type Place = ResponseOf<'getMyQueuePlace'>;

interface EntryRow extends Record<string, unknown> {
  state: QueueEntryState;
  number: number;
  ahead: number | null;
  called_number: number | null;
  room: string;
  doctor_name: string;
  transferred_from: string | null;
  is_late: boolean;
  called_at: Date | null;
  checked_in_at: Date;
  version: number;
  queue_version: number;
  in_room: number;
  finished: number;
  first_called_at: Date | null;
  last_finished_at: Date | null;
}

/** A transfer brings one into a queue of other numbers; the own changes weigh more, so it only ever grows. */
const perOwnChange = 1_000_000;

/** Check-in and place in the queue, as a patient's phone asks for it every few seconds. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MyQueuePlaces {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;
  @Inject()
  myAppointments: MyAppointments;
  @Inject()
  checkInFacts: CheckInFactsReader;

  async get(actor: Actor, appointmentId: string, known?: number): Promise<Place> {
    await this.myAppointments.requireMine(actor, appointmentId);
    const facts = await this.checkInFacts.of(this.database, appointmentId);
    if (!facts) throw new AppError('NOT_FOUND');
    // A visit that was moved after check-in is to be checked in to again.
    const entry = facts.status === 'booked' ? undefined : await this.entryOf(appointmentId);
    const version = entry ? entry.version * perOwnChange + entry.queue_version : 0;
    return {
      appointmentId,
      version,
      // Before check-in it is the time that changes things.
      isChanged: !entry || version !== known,
      visitReason: this.kernelContext.secrets.decryptOptional(facts.visit_reason_cipher),
      checkIn: await this.presentCheckIn(facts, entry !== undefined),
      entry: entry ? presentEntry(entry) : null,
    };
  }

  private async presentCheckIn(facts: CheckInFacts, isDone: boolean): Promise<Place['checkIn']> {
    const window = await this.checkInFacts.windowOf(facts);
    const { latitude, longitude } = facts;
    const isAllowed = await this.settings.get(isPositionAllowed);
    return {
      state: isDone
        ? 'done'
        : await this.checkInFacts.stateOf(facts, this.kernelContext.clock.now()),
      opensAt: window.opensAt.toISOString(),
      lateAfter: window.lateAfter.toISOString(),
      closesAt: window.closesAt.toISOString(),
      byPosition:
        isAllowed && latitude !== null && longitude !== null
          ? { latitude, longitude, radiusMetres: await this.settings.get(checkInRadiusMetres) }
          : null,
    };
  }

  private async entryOf(appointmentId: string): Promise<EntryRow | undefined> {
    const [row] = await this.database.query<EntryRow>(
      `with me as (
         select e.* from queue_entry e where e.appointment_id = $1
       ), all_here as (
         select e.id, e.number, e.state, e.called_at, e.finished_at, e.order_key,
           case when e.state = 'waiting'
             then (row_number() over (partition by e.state order by ${queueOrderSql}) - 1)::int end as ahead
           from queue_entry e join me on me.roster_id = e.roster_id
       )
       select me.state, me.number, mine.ahead, coalesce(q.room, r.room) as room, d.name as doctor_name,
         fd.name as transferred_from, me.is_late, me.called_at, me.checked_in_at, me.version, q.version::float8 as queue_version,
         (select e.number from all_here e where e.state in ('called', 'in-visit')
           order by ${lastCalledSql} limit 1) as called_number,
         (select count(*)::int from all_here where state in ('called', 'in-visit')) as in_room,
         (select count(*)::int from all_here where state = 'done') as finished,
         (select min(called_at) from all_here where state = 'done') as first_called_at,
         (select max(finished_at) from all_here where state = 'done') as last_finished_at
       from me
         join all_here mine on mine.id = me.id
         join queue q on q.roster_id = me.roster_id
         join roster r on r.id = me.roster_id
         join doctor d on d.id = r.doctor_id
         left join roster f on f.id = me.transferred_from
         left join doctor fd on fd.id = f.doctor_id`,
      [appointmentId],
      'my-queue-place',
    );
    return row;
  }
}

function presentEntry(row: EntryRow): NonNullable<Place['entry']> {
  return {
    state: row.state,
    number: row.number,
    ahead: row.ahead,
    calledNumber: row.called_number,
    room: row.room,
    doctorName: row.doctor_name,
    transferredFrom: row.transferred_from,
    isLate: row.is_late,
    waitMinutes:
      row.ahead === null
        ? null
        : minutesToWait({
            ahead: row.ahead,
            inRoom: row.in_room,
            finished: row.finished,
            from: row.first_called_at,
            to: row.last_finished_at,
          }),
    calledAt: row.called_at?.toISOString() ?? null,
    checkedInAt: row.checked_in_at.toISOString(),
  };
}
