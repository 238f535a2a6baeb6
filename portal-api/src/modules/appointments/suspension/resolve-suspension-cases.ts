import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  UnitOfWork,
  type Actor,
  type StaffActor,
  type Tx,
} from '../../../kernel';
import { Policy } from '../../identity';
import { requireTill } from '../staff/require-till';
import { AnswerCase } from './answer-case';
import { ReadSuspensions } from './read-suspensions';

interface WantedCase extends Record<string, unknown> {
  id: string;
  appointment_id: string;
  patient_id: string;
  branch_id: string;
  department_id: string;
  doctor_id: string;
  staff_id: string | null;
  team_id: string | null;
}

/** Staff take care of one patient with another slot, or of many with their money back. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ResolveSuspensionCases {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  answerCase: AnswerCase;
  @Inject()
  readSuspensions: ReadSuspensions;

  /** Who answered meanwhile is passed by. @throws INVALID_STATE when nobody was left */
  async run(
    actor: Actor,
    suspensionId: string,
    wish: RequestOf<'resolveSuspensionCases'>['body'],
  ): Promise<ResponseOf<'resolveSuspensionCases'>> {
    const staff = this.policy.require(actor, 'appointment.update');
    const ids = wish.choice === 'reschedule' ? [wish.caseId] : wish.caseIds;
    const cases = await this.require(staff, suspensionId, [...new Set(ids)]);
    await this.unitOfWork.run(async (tx) => {
      let resolved = 0;
      // In one order, so that two who resolve the same ones cannot block each other.
      for (const each of cases) {
        const slotId = wish.choice === 'reschedule' ? wish.slotId : null;
        if (await this.resolve(tx, staff, suspensionId, each, slotId)) resolved++;
      }
      if (resolved === 0) throw new AppError('INVALID_STATE', { message: '所选患者已经安排好了' });
    });
    return this.readSuspensions.afterwards(suspensionId);
  }

  /** In the order of their appointments. @throws NOT_FOUND unless all are within the scope */
  private async require(
    staff: StaffActor,
    suspensionId: string,
    ids: readonly string[],
  ): Promise<WantedCase[]> {
    const cases = await this.database.query<WantedCase>(
      `select c.id, c.appointment_id, c.patient_id, c.branch_id, c.department_id, c.doctor_id, a.staff_id, st.team_id
         from suspension_case c join appointment a on a.id = c.appointment_id
         left join staff st on st.id = a.staff_id
        where c.suspension_id = $1 and c.id = any($2) order by c.appointment_id`,
      [suspensionId, ids],
    );
    if (cases.length !== ids.length) throw new AppError('NOT_FOUND');
    for (const each of cases) {
      this.policy.require(staff, 'appointment.update', {
        branchId: each.branch_id,
        departmentId: each.department_id,
        doctorId: each.doctor_id,
        staffId: each.staff_id,
        teamId: each.team_id,
      });
    }
    return cases;
  }

  /** @returns false when the case was resolved meanwhile */
  private async resolve(
    tx: Tx,
    staff: StaffActor,
    suspensionId: string,
    each: WantedCase,
    slotId: string | null,
  ): Promise<boolean> {
    const appointment = await this.answerCase.lock(tx, each.appointment_id);
    if (!appointment) return false;
    if (slotId === null) {
      await this.answerCase.cancel(tx, staff, appointment, {
        by: 'staff',
        onDeskMoney: (paid) => requireTill(this.policy, staff, paid),
      });
    } else {
      await this.answerCase.move(tx, staff, each.appointment_id, slotId);
    }
    await this.audit.record(
      staff,
      {
        action: 'suspension.resolve',
        resourceKind: 'suspension',
        resourceId: suspensionId,
        patientId: each.patient_id,
        detail: { caseId: each.id, choice: slotId === null ? 'cancel' : 'reschedule' },
      },
      tx,
    );
    return true;
  }
}
