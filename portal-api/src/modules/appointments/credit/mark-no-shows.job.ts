import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  addMinutes,
  Audit,
  Outbox,
  Settings,
  systemActor,
  UnitOfWork,
  type Clock,
  type RecurringJob,
  type Tx,
} from '../../../kernel';
import { appointmentStates } from '../appointment.states';
import { isAwaitedSql } from '../number-source/hospital-confirmations';
import { CreditMarks } from './credit-marks';
import { CreditStanding } from './credit-standing';
import { noShowGraceMinutes } from './credit.settings';

const batch = 100;

/**
 * After so long a visit is closed without a mark: when the worker stood still for weeks, or this rule is new
 * in a house, nobody remembers any more why they did not come.
 */
const markedWithinDays = 14;

interface Missed extends Record<string, unknown> {
  id: string;
  patient_id: string;
  branch_id: string;
  is_marked: boolean;
}

/**
 * Whoever was booked and never came: the visit is over once its clinic is, and the patient gets a mark in
 * the same transaction. Whom the hospital let down (suspended, cancelled) is never among them.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MarkNoShows implements RecurringJob {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  settings: Settings;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  creditMarks: CreditMarks;
  @Inject()
  creditStanding: CreditStanding;

  async run(clock: Clock): Promise<number> {
    const now = clock.now();
    const endedBefore = addMinutes(now, -(await this.settings.get(noShowGraceMinutes)));
    return this.unitOfWork.run(async (tx) => {
      const missed = await this.close(tx, endedBefore, addMinutes(now, -markedWithinDays * 1_440));
      for (const appointment of missed) await this.mark(tx, appointment);
      // One order for everybody who locks several standings.
      const marked = missed.filter((appointment) => appointment.is_marked);
      const patients = [...new Set(marked.map((appointment) => appointment.patient_id))].sort();
      for (const patientId of patients) await this.creditStanding.recompute(tx, patientId);
      return missed.length;
    });
  }

  private close(tx: Tx, endedBefore: Date, markedSince: Date): Promise<Missed[]> {
    return tx.query<Missed>(
      `with due as (
         select a.id from appointment a join slot s on s.id = a.slot_id join roster r on r.id = s.roster_id
          where a.status = 'booked' and a.ends_at <= $1 and not a.is_suspended and not ${isAwaitedSql}
            and (r.date + r.end_time) at time zone 'Asia/Shanghai' <= $1
          order by a.ends_at limit $2 for update of a skip locked)
       update appointment a set status = 'noshow', version = version + 1
         from due where a.id = due.id and a.status = any($4)
       returning a.id, a.patient_id, a.branch_id, a.ends_at > $3 as is_marked`,
      // Who has checked in is with the queue, whatever the table allows.
      [
        endedBefore,
        batch,
        markedSince,
        appointmentStates.sourcesOf('noshow').filter((state) => state === 'booked'),
      ],
    );
  }

  private async mark(tx: Tx, appointment: Missed): Promise<void> {
    const { id: appointmentId, patient_id: patientId, branch_id: branchId } = appointment;
    await this.audit.record(
      systemActor('mark-no-shows'),
      {
        action: 'appointment.noshow',
        resourceKind: 'appointment',
        resourceId: appointmentId,
        patientId,
      },
      tx,
    );
    if (!appointment.is_marked) return;
    const mark = { kind: 'no-show' as const, patientId, branchId, appointmentId };
    const eventId = await this.creditMarks.add(tx, mark);
    if (eventId) await this.outbox.append(tx, 'appointment.no-show', { appointmentId, eventId });
  }
}
