/** What is told when a missed visit or another mark was recorded and when an appeal was decided. */
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskName, type CreditEventKind } from '@suizhen/contract';
import {
  Database,
  KernelContext,
  Settings,
  UnitOfWork,
  type DomainEvents,
  type EventHandler,
} from '../../kernel';
import { appealDays, creditLimit, creditWindowDays } from '../appointments';
import { Announcer } from './announcer';
import {
  appealDecidedMessage,
  creditMarkedMessage,
  noShowMessage,
  type StandingFacts,
} from './credit-texts';
import { isCreditMarkSentBySms } from './messaging.settings';
import { Visits } from './visit-facts';

const dayMs = 86_400_000;

interface Mark extends StandingFacts {
  kind: CreditEventKind;
  patientId: string;
  nameMasked: string;
  appointmentId: string | null;
  note: string;
}

interface MarkRow extends Record<string, unknown> {
  kind: CreditEventKind;
  patient_id: string;
  name: string;
  appointment_id: string | null;
  note: string;
  at: Date;
  counted: number;
  suspended_until: Date | null;
}

/** A mark that still stands, and where the patient stands with it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StandingMarks {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;

  async of(eventId: string): Promise<Mark | null> {
    const [row] = await this.database.query<MarkRow>(
      `select e.kind, e.patient_id, p.name, e.appointment_id, e.note, e.at, c.suspended_until, (
           select count(*)::int from credit_event o
            where o.patient_id = e.patient_id and o.excused_at is null and o.counts_until > $2) as counted
         from credit_event e
         join patient p on p.id = e.patient_id
         left join patient_credit c on c.patient_id = e.patient_id and c.suspended_until > $2
        where e.id = $1 and e.excused_at is null`,
      [eventId, this.kernelContext.clock.now()],
    );
    if (!row) return null;
    return {
      kind: row.kind,
      patientId: row.patient_id,
      nameMasked: maskName(row.name),
      appointmentId: row.appointment_id,
      note: row.note,
      counted: row.counted,
      limit: await this.settings.get(creditLimit),
      windowDays: await this.settings.get(creditWindowDays),
      appealUntil: new Date(row.at.getTime() + (await this.settings.get(appealDays)) * dayMs),
      suspendedUntil: row.suspended_until,
    };
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceNoShow implements EventHandler<'appointment.no-show'> {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  visits: Visits;
  @Inject()
  standingMarks: StandingMarks;
  @Inject()
  announcer: Announcer;

  /** Says nothing about a mark that was taken back before its event came. */
  async handle({ appointmentId, eventId }: DomainEvents['appointment.no-show']): Promise<void> {
    const visit = await this.visits.of(appointmentId);
    const mark = await this.standingMarks.of(eventId);
    if (!visit || !mark) return;
    const message = noShowMessage(visit, mark);
    const { patientId } = visit;
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, { key: `no-show:${eventId}`, patientId, appointmentId, message }),
    );
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceCreditMark implements EventHandler<'credit.marked'> {
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  standingMarks: StandingMarks;
  @Inject()
  announcer: Announcer;

  async handle({ eventId }: DomainEvents['credit.marked']): Promise<void> {
    const mark = await this.standingMarks.of(eventId);
    if (mark?.kind !== 'manual' && mark?.kind !== 'late-cancel') return;
    const { kind, patientId, appointmentId, note: reason } = mark;
    const message = creditMarkedMessage({ ...mark, kind, reason });
    const withSms = await this.settings.get(isCreditMarkSentBySms);
    const key = `credit-marked:${eventId}`;
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, { key, patientId, appointmentId, message, withSms }),
    );
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceAppealDecided implements EventHandler<'credit.appeal-decided'> {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  announcer: Announcer;

  async handle({ appealId }: DomainEvents['credit.appeal-decided']): Promise<void> {
    const [appeal] = await this.database.query<{
      patient_id: string;
      name: string;
      state: string;
      answer: string;
      appointment_id: string | null;
      suspended_until: Date | null;
    }>(
      `select ap.patient_id, p.name, ap.state, ap.answer, e.appointment_id, c.suspended_until
         from credit_appeal ap
         join credit_event e on e.id = ap.event_id
         join patient p on p.id = ap.patient_id
         left join patient_credit c on c.patient_id = ap.patient_id and c.suspended_until > $2
        where ap.id = $1`,
      [appealId, this.kernelContext.clock.now()],
    );
    if (!appeal || appeal.state === 'open') return;
    const message = appealDecidedMessage({
      nameMasked: maskName(appeal.name),
      isUpheld: appeal.state === 'upheld',
      answer: appeal.answer,
      suspendedUntil: appeal.suspended_until,
    });
    const { patient_id: patientId, appointment_id: appointmentId } = appeal;
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, {
        key: `appeal-decided:${appealId}`,
        patientId,
        appointmentId,
        message,
      }),
    );
  }
}
