import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  chineseMoment,
  Database,
  KernelContext,
  systemActor,
  UnitOfWork,
  type Clock,
  type RecurringJob,
  type Tx,
} from '../../../kernel';
import { OfficeHours, WorkItems } from '../../work';
import { AnswerCase } from './answer-case';
import { openCaseStates } from './suspension-case.states';
import { caseSubject, SuspensionCases, type CaseRow } from './suspension-cases';

const batch = 50;

/**
 * Whoever has not answered in time is cancelled and gets the money back. Money that lies in the till
 * cannot be sent by a machine: that becomes a task of the desk, and the case stays open until it is done.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EndUnansweredCases implements RecurringJob {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  workItems: WorkItems;
  @Inject()
  officeHours: OfficeHours;
  @Inject()
  suspensionCases: SuspensionCases;
  @Inject()
  answerCase: AnswerCase;

  async run(clock: Clock): Promise<number> {
    const due = await this.database.query<CaseRow>(dueSql, [openCaseStates, clock.now(), batch]);
    let ended = 0;
    for (const each of due) ended += await this.tryToEnd(each);
    return ended;
  }

  /** One visit that cannot be ended must not keep the others waiting. */
  private async tryToEnd(each: CaseRow): Promise<number> {
    try {
      await this.unitOfWork.run((tx) => this.end(tx, each));
      return 1;
    } catch (error) {
      const { message } = error as Error;
      this.kernelContext.logger.error({ caseId: each.id, error: message }, 'case not ended');
      return 0;
    }
  }

  private async end(tx: Tx, each: CaseRow): Promise<void> {
    const actor = systemActor('end-unanswered-cases');
    const appointment = await this.answerCase.lock(tx, each.appointment_id);
    if (!appointment) return;
    const { id, status } = appointment;
    // Over by another way: seen by somebody after all, or marked as missed.
    if (status !== 'booked' && status !== 'arrived') {
      const to = status === 'fulfilled' ? 'rescheduled' : 'cancelled';
      await this.suspensionCases.resolve(tx, actor, id, to);
      return;
    }
    let isDeskMoney = false;
    const onDeskMoney = () => {
      isDeskMoney = true;
      throw new DeskMoney();
    };
    try {
      await this.answerCase.cancel(tx, actor, appointment, { by: 'system', onDeskMoney });
    } catch (error) {
      if (!(isDeskMoney && error instanceof DeskMoney)) throw error;
      await this.askDesk(tx, each);
    }
  }

  private async askDesk(tx: Tx, each: CaseRow): Promise<void> {
    await this.workItems.create(tx, {
      kind: 'other',
      title: '停诊退费：挂号费在前台收取，请联系患者退费',
      detail: `${chineseMoment(each.starts_at)} ${each.doctor_name} 停诊，患者未在截止时间前答复。请在停诊名单中为患者退费或改约。`,
      patientId: each.patient_id,
      branchId: each.branch_id,
      departmentId: each.department_id,
      subjectKind: caseSubject,
      subjectId: each.id,
      appointmentId: each.appointment_id,
      dueAt: await this.officeHours.within(this.kernelContext.clock.now()),
      dedupeKey: deskKey(each.id),
    });
  }
}

class DeskMoney extends Error {}

const deskKey = (caseId: string) => `suspension-refund:${caseId}`;

const dueSql = `
  select c.*, d.name as doctor_name from suspension_case c
  join appointment a on a.id = c.appointment_id
  join doctor d on d.id = c.doctor_id
  where c.state = any($1) and (a.status not in ('booked', 'arrived') or (c.answer_before <= $2
    and not exists (select 1 from work_item where dedupe_key = 'suspension-refund:' || c.id)))
  order by c.answer_before, c.id
  limit $3`;
