import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  UnitOfWork,
  type Actor,
  type StaffActor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { DayVisits, type DayVisit } from './day-visits';

/** What to have ready for a visit, noted by whoever works with the queue of its clinic. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SavePreparation {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  dayVisits: DayVisits;

  /** @throws NOT_FOUND, INVALID_STATE once the visit is over, VERSION_CONFLICT */
  async run(
    actor: Actor,
    appointmentId: string,
    { preparation, version }: RequestOf<'savePreparation'>['body'],
  ): Promise<DayVisit> {
    const staff = await this.requireReach(actor, appointmentId);
    await this.unitOfWork.run(async (tx) => {
      const [visit] = await tx.query<{ status: string; version: number; patient_id: string }>(
        `select status, version, patient_id from appointment where id = $1 for update`,
        [appointmentId],
      );
      if (visit?.status !== 'booked' && visit?.status !== 'arrived')
        throw new AppError('INVALID_STATE');
      if (visit.version !== version) throw new AppError('VERSION_CONFLICT');
      await tx.query(
        `update appointment set preparation = $2, version = version + 1 where id = $1`,
        [appointmentId, preparation],
      );
      await this.audit.record(
        staff,
        {
          action: 'appointment.prepare',
          resourceKind: 'appointment',
          resourceId: appointmentId,
          patientId: visit.patient_id,
        },
        tx,
      );
    });
    return (await this.dayVisits.find(staff, 'a.id = $2', [appointmentId], 'one-day-visit'))[0]!;
  }

  private async requireReach(actor: Actor, appointmentId: string): Promise<StaffActor> {
    this.policy.require(actor, 'queue.update');
    const [row] = await this.database.query<{
      branch_id: string;
      department_id: string;
      doctor_id: string;
    }>(
      `select r.branch_id, r.department_id, r.doctor_id
         from appointment a
           join slot s on s.id = a.slot_id
           left join queue_entry e on e.appointment_id = a.id and a.status <> 'booked'
           join roster r on r.id = coalesce(e.roster_id, s.roster_id)
        where a.id = $1`,
      [appointmentId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return this.policy.require(actor, 'queue.update', {
      branchId: row.branch_id,
      departmentId: row.department_id,
      doctorId: row.doctor_id,
    });
  }
}
