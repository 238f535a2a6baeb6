/** What is told to those who wait, and to those whose visit was moved. */
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  maskName,
  type DayPeriod,
  type WaitlistOfferState,
  type WaitlistState,
  type WaitlistTarget,
} from '@suizhen/contract';
import {
  Database,
  UnitOfWork,
  type DomainEvents,
  type EventHandler,
  type LocalDate,
} from '../../kernel';
import { Announcer } from './announcer';
import type { Message } from './message-texts';
import { Visits } from './visit-facts';
import {
  rescheduledMessage,
  waitlistEndedMessage,
  waitlistJoinedMessage,
  waitlistMissedMessage,
  waitlistOfferedMessage,
  type OfferFacts,
  type WaitFacts,
} from './waitlist-texts';

interface Wait {
  patientId: string;
  state: WaitlistState;
  facts: WaitFacts;
}

interface WaitRow extends Record<string, unknown> {
  patient_id: string;
  patient_name: string;
  state: WaitlistState;
  target: WaitlistTarget;
  from_date: LocalDate;
  to_date: LocalDate;
  period: DayPeriod | null;
  starts_at: Date | null;
  department_name: string;
  doctor_name: string;
}

/** Reads an entry as it stands now and tells its people. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class WaitAnnouncer {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  announcer: Announcer;

  async of(entryId: string): Promise<Wait | null> {
    const [row] = await this.database.query<WaitRow>(
      `select e.patient_id, p.name as patient_name, e.state, e.target, e.from_date::text as from_date,
         e.to_date::text as to_date, e.period, e.starts_at, dp.name as department_name, d.name as doctor_name
       from waitlist_entry e
       join patient p on p.id = e.patient_id
       join department dp on dp.id = e.department_id
       join doctor d on d.id = e.doctor_id
      where e.id = $1`,
      [entryId],
    );
    if (!row) return null;
    const facts = {
      nameMasked: maskName(row.patient_name),
      target: row.target,
      from: row.from_date,
      to: row.to_date,
      period: row.period,
      startsAt: row.starts_at,
      department: row.department_name,
      doctor: row.doctor_name,
    };
    return { patientId: row.patient_id, state: row.state, facts };
  }

  async offer(offerId: string): Promise<(OfferFacts & { state: WaitlistOfferState }) | null> {
    const [row] = await this.database.query<{
      state: WaitlistOfferState;
      starts_at: Date;
      place_number: number;
      expires_at: Date;
    }>(`select state, starts_at, place_number, expires_at from waitlist_offer where id = $1`, [
      offerId,
    ]);
    if (!row) return null;
    const { state, starts_at: startsAt, place_number: number, expires_at: expiresAt } = row;
    return { state, startsAt, number, expiresAt };
  }

  async tell({ patientId }: Wait, key: string, message: Message): Promise<void> {
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, { key, patientId, appointmentId: null, message }),
    );
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceWaitJoined implements EventHandler<'waitlist.joined'> {
  @Inject()
  waitAnnouncer: WaitAnnouncer;

  async handle({ entryId }: DomainEvents['waitlist.joined']): Promise<void> {
    const wait = await this.waitAnnouncer.of(entryId);
    if (wait?.state !== 'waiting') return;
    await this.waitAnnouncer.tell(
      wait,
      `wait-joined:${entryId}`,
      waitlistJoinedMessage(wait.facts),
    );
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceOffer implements EventHandler<'waitlist.offered'> {
  @Inject()
  waitAnnouncer: WaitAnnouncer;

  /** Says nothing of an offer that is over before its event came. */
  async handle({ entryId, offerId }: DomainEvents['waitlist.offered']): Promise<void> {
    const wait = await this.waitAnnouncer.of(entryId);
    const offer = await this.waitAnnouncer.offer(offerId);
    if (!wait || offer?.state !== 'open') return;
    const message = waitlistOfferedMessage(wait.facts, offer);
    await this.waitAnnouncer.tell(wait, `wait-offered:${offerId}`, message);
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceMissedOffer implements EventHandler<'waitlist.missed'> {
  @Inject()
  waitAnnouncer: WaitAnnouncer;

  /** Whose waiting ended in the meantime hears of that. */
  async handle({ entryId, offerId, left }: DomainEvents['waitlist.missed']): Promise<void> {
    const wait = await this.waitAnnouncer.of(entryId);
    const offer = await this.waitAnnouncer.offer(offerId);
    if (!wait || !offer || !['waiting', 'offered'].includes(wait.state)) return;
    const message = waitlistMissedMessage(wait.facts, offer, left);
    await this.waitAnnouncer.tell(wait, `wait-missed:${offerId}`, message);
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceWaitEnded implements EventHandler<'waitlist.ended'> {
  @Inject()
  database: Database;
  @Inject()
  waitAnnouncer: WaitAnnouncer;

  async handle({ entryId }: DomainEvents['waitlist.ended']): Promise<void> {
    const wait = await this.waitAnnouncer.of(entryId);
    const [receipt] = await this.database.query<{ detail: string }>(
      `select detail from waitlist_receipt where entry_id = $1 and step = 'ended' limit 1`,
      [entryId],
    );
    if (!wait || !receipt) return;
    const message = waitlistEndedMessage(wait.facts, receipt.detail);
    await this.waitAnnouncer.tell(wait, `wait-ended:${entryId}`, message);
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceRescheduled implements EventHandler<'appointment.rescheduled'> {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  visits: Visits;
  @Inject()
  announcer: Announcer;

  async handle(event: DomainEvents['appointment.rescheduled']): Promise<void> {
    const { appointmentId, rescheduleId } = event;
    const visit = await this.visits.of(appointmentId);
    // Where the hospital has to say yes to the move, it is told then.
    if (!visit || visit.status === 'cancelled' || visit.isAwaited) return;
    const { patientId } = visit;
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, {
        ...{ key: `rescheduled:${rescheduleId}`, patientId, appointmentId },
        message: rescheduledMessage(visit),
      }),
    );
  }
}
