import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  fieldError,
  KernelContext,
  newId,
  UnitOfWork,
  type Actor,
  type StaffActor,
  type Tx,
} from '../../../kernel';
import { PatientAccess } from '../../patients';
import { CreditMarks } from './credit-marks';
import { CreditStanding } from './credit-standing';
import { CreditView } from './credit-view';

type Request = RequestOf<'recordCreditEvent'>;

/** Marks and forgives by hand, each with its reason. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RecordCreditEvent {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  patientAccess: PatientAccess;
  @Inject()
  creditMarks: CreditMarks;
  @Inject()
  creditStanding: CreditStanding;
  @Inject()
  creditView: CreditView;

  /** @throws NOT_FOUND, INVALID_STATE when nothing is there to forgive */
  async run(actor: Actor, request: Request): Promise<ResponseOf<'recordCreditEvent'>> {
    const { patientId } = request.params;
    const { kind, eventId, reason } = request.body;
    const { staff } = await this.patientAccess.require(actor, 'credit.update', patientId);
    if (kind === 'manual' && eventId) throw fieldError('body.eventId', '手工记录不对应已有记录');
    await this.unitOfWork.run(async (tx) => {
      if (kind === 'manual') await this.mark(tx, staff, patientId, reason);
      else await this.forgive(tx, staff, patientId, eventId, reason);
      await this.creditStanding.recompute(tx, patientId);
      await this.audit.record(
        staff,
        {
          action: kind === 'manual' ? 'credit.mark' : 'credit.amnesty',
          resourceKind: 'credit',
          resourceId: eventId,
          patientId,
          reason,
        },
        tx,
      );
    });
    return this.creditView.of(patientId);
  }

  private async mark(tx: Tx, staff: StaffActor, patientId: string, note: string): Promise<void> {
    const { staffId, branchId } = staff;
    const mark = { kind: 'manual' as const, patientId, branchId, appointmentId: null };
    await this.creditMarks.add(tx, { ...mark, staffId, note });
  }

  /** One mark, or all that count now. */
  private async forgive(
    tx: Tx,
    staff: StaffActor,
    patientId: string,
    eventId: string | null,
    note: string,
  ): Promise<void> {
    const now = this.kernelContext.clock.now();
    const forgiven = await tx.query<{ id: string; branch_id: string | null }>(
      `update credit_event set excused_at = $2, excused_as = 'amnesty'
        where patient_id = $1 and excused_at is null and counts_until > $2 and ($3::uuid is null or id = $3)
       returning id, branch_id`,
      [patientId, now, eventId],
    );
    if (forgiven.length === 0) {
      throw new AppError('INVALID_STATE', { message: '没有可以豁免的记录' });
    }
    for (const event of forgiven) {
      await tx.query(
        `insert into credit_event (id, patient_id, kind, appointment_id, branch_id, at, forgives_event_id, staff_id,
           note)
         select $1, patient_id, 'amnesty', appointment_id, branch_id, $2, id, $3, $4 from credit_event where id = $5`,
        [newId(now), now, staff.staffId, note, event.id],
      );
    }
  }
}
