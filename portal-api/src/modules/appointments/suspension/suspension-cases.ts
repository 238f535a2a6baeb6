import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { SuspensionCaseState } from '@suizhen/contract';
import { chineseMoment, KernelContext, type Actor, type Tx } from '../../../kernel';
import { OfficeHours, WorkItems } from '../../work';
import { openCaseStates, suspensionCaseStates } from './suspension-case.states';

/** What work items about a case are found by. */
export const caseSubject = 'suspension-case';

export interface CaseRow extends Record<string, unknown> {
  id: string;
  suspension_id: string;
  appointment_id: string;
  patient_id: string;
  doctor_id: string;
  department_id: string;
  branch_id: string;
  starts_at: Date;
  state: SuspensionCaseState;
  answer_before: Date;
  told_at: Date | null;
  doctor_name: string;
}

/** How a person heard of it. */
export type ReachedBy = 'sms' | 'inbox' | 'call';

/**
 * The affected visits and how they move. Lock order: appointment → case → work item; whoever holds a
 * case never waits for an appointment.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SuspensionCases {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  workItems: WorkItems;
  @Inject()
  officeHours: OfficeHours;

  /** The case of a visit that still waits for an answer. */
  async openOf(tx: Tx, appointmentId: string): Promise<{ id: string } | undefined> {
    const [row] = await tx.query<{ id: string }>(
      `select id from suspension_case where appointment_id = $1 and state = any($2)`,
      [appointmentId, openCaseStates],
    );
    return row;
  }

  /** The patient knows. @returns whether that is news */
  async reached(tx: Tx, caseId: string, by: ReachedBy): Promise<boolean> {
    const moved = await tx.query(
      `update suspension_case set state = 'reached', reached_at = $2, reached_by = $3
        where id = $1 and state = any($4) returning id`,
      [caseId, this.kernelContext.clock.now(), by, suspensionCaseStates.sourcesOf('reached')],
    );
    // Who is calling at this moment says what came of it.
    await this.workItems.cancel(tx, caseSubject, caseId, { isClaimedLeft: true });
    return moved.length === 1;
  }

  /** Nothing arrived: somebody has to call. */
  async unreached(tx: Tx, caseId: string, why: string): Promise<void> {
    const [row] = await tx.query<CaseRow>(
      `update suspension_case c set state = 'unreached' from doctor d
        where c.id = $1 and c.state = any($2) and d.id = c.doctor_id
       returning c.*, d.name as doctor_name`,
      [caseId, suspensionCaseStates.sourcesOf('unreached')],
    );
    if (row) await this.call(tx, row, why);
  }

  /**
   * The visit has moved or ended, in whatever way. Call with the appointment locked.
   * @returns whether a case waited for that
   */
  async resolve(
    tx: Tx,
    actor: Actor,
    appointmentId: string,
    to: Extract<SuspensionCaseState, 'rescheduled' | 'cancelled'>,
  ): Promise<boolean> {
    const [resolved] = await tx.query<{ id: string }>(
      `update suspension_case set state = $2, resolved_at = $3, resolved_by = $4
        where appointment_id = $1 and state = any($5) returning id`,
      [
        appointmentId,
        to,
        this.kernelContext.clock.now(),
        nameOf(actor),
        suspensionCaseStates.sourcesOf(to),
      ],
    );
    if (!resolved) return false;
    // A cancelled visit keeps the mark: whoever judges it later must know why it did not take place.
    if (to === 'rescheduled') {
      await tx.query(`update appointment set is_suspended = false where id = $1`, [appointmentId]);
    }
    await this.workItems.cancel(tx, caseSubject, resolved.id);
    return true;
  }

  private async call(tx: Tx, row: CaseRow, why: string): Promise<void> {
    await this.workItems.create(tx, {
      kind: 'call',
      title: '停诊通知未送达，请电话通知患者',
      detail: `${chineseMoment(row.starts_at)} ${row.doctor_name} 停诊。${why}。请告知患者可改约或退费，${chineseMoment(row.answer_before)}前未答复将自动取消。`,
      patientId: row.patient_id,
      branchId: row.branch_id,
      departmentId: row.department_id,
      subjectKind: caseSubject,
      subjectId: row.id,
      appointmentId: row.appointment_id,
      dueAt: await this.officeHours.by(row.answer_before),
      dedupeKey: `${caseSubject}:${row.id}`,
    });
  }
}

function nameOf(actor: Actor): string {
  switch (actor.kind) {
    case 'staff':
      return actor.name;
    case 'account':
      return '患者';
    default:
      return '系统';
  }
}
