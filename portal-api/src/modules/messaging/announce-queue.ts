/** What is told in the waiting hall: that one's turn comes near or has come, and that it is elsewhere now. */
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskName, type QueueEntryState } from '@suizhen/contract';
import {
  Database,
  Settings,
  UnitOfWork,
  type DomainEvents,
  type EventHandler,
  type EventMeta,
} from '../../kernel';
import { isCallSentBySms } from '../appointments';
import { Announcer } from './announcer';
import {
  queueCalledMessage,
  queueNearMessage,
  queueTransferredMessage,
  type Message,
  type QueueFacts,
} from './message-texts';

interface EntryRow extends Record<string, unknown> {
  state: QueueEntryState;
  appointment_id: string;
  patient_id: string;
  patient_name: string;
  number: number;
  department_name: string;
  doctor_name: string;
  location: string;
  room: string;
}

/** Reads an entry as it stands now and tells what is still true of it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class QueueAnnouncer {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  settings: Settings;
  @Inject()
  announcer: Announcer;

  async tell(
    entryId: string,
    key: string,
    whileIn: 'called' | 'waiting',
    wording: (facts: QueueFacts) => Message,
  ): Promise<void> {
    const entry = await this.read(entryId);
    // A call that is over, or a place that moved meanwhile, is no news any more.
    if (entry?.state !== whileIn) return;
    const { patient_id: patientId, appointment_id: appointmentId } = entry;
    const message = wording(factsOf(entry));
    const withSms = await this.settings.get(isCallSentBySms);
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, { key, patientId, appointmentId, message, withSms }),
    );
  }

  private async read(entryId: string): Promise<EntryRow | undefined> {
    const [row] = await this.database.query<EntryRow>(
      `select e.state, e.appointment_id, e.patient_id, p.name as patient_name, e.number,
         dp.name as department_name, d.name as doctor_name, dp.location, coalesce(q.room, r.room) as room
       from queue_entry e
         join queue q on q.roster_id = e.roster_id
         join roster r on r.id = e.roster_id
         join doctor d on d.id = r.doctor_id
         join department dp on dp.id = r.department_id
         join patient p on p.id = e.patient_id
       where e.id = $1`,
      [entryId],
    );
    return row;
  }
}

function factsOf(row: EntryRow): QueueFacts {
  return {
    nameMasked: maskName(row.patient_name),
    number: String(row.number),
    department: row.department_name,
    doctor: row.doctor_name,
    place: [row.location, row.room].filter(Boolean).join(' '),
  };
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceCalled implements EventHandler<'queue.called'> {
  @Inject()
  queueAnnouncer: QueueAnnouncer;

  /** Who is passed over and called anew hears of it anew. */
  async handle({ entryId }: DomainEvents['queue.called'], { eventId }: EventMeta): Promise<void> {
    await this.queueAnnouncer.tell(
      entryId,
      `queue-called:${eventId}`,
      'called',
      queueCalledMessage,
    );
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceNear implements EventHandler<'queue.near'> {
  @Inject()
  queueAnnouncer: QueueAnnouncer;

  async handle({ entryId }: DomainEvents['queue.near'], { eventId }: EventMeta): Promise<void> {
    await this.queueAnnouncer.tell(entryId, `queue-near:${eventId}`, 'waiting', queueNearMessage);
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceTransfer implements EventHandler<'queue.transferred'> {
  @Inject()
  queueAnnouncer: QueueAnnouncer;

  /** Number, doctor and room are others now: whoever waits before the old door would wait in vain. */
  async handle(
    { entryId }: DomainEvents['queue.transferred'],
    { eventId }: EventMeta,
  ): Promise<void> {
    const key = `queue-transferred:${eventId}`;
    await this.queueAnnouncer.tell(entryId, key, 'waiting', queueTransferredMessage);
  }
}
