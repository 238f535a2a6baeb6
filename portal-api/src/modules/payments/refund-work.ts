import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { addMinutes, KernelContext, type Tx } from '../../kernel';
import { OfficeHours, WorkItems } from '../work';
import type { Refund } from './refund.repository';

/** What work items about a refund are found by. */
export const refundSubject = 'refund';

const dueAfterMinutes = 120;

/** A refund that does not go by itself is somebody's work until it has gone. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RefundWork {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  workItems: WorkItems;
  @Inject()
  officeHours: OfficeHours;

  /**
   * @param why what the payment company says, and what to do about it
   * @param occasion a refund has one item for each occasion, however often it is reported
   */
  async needed(tx: Tx, refund: Refund, why: string, occasion: string): Promise<void> {
    const [visit] = await tx.query<{ branch_id: string }>(
      `select branch_id from appointment where id = $1`,
      [refund.appointment_id],
    );
    const due = addMinutes(this.kernelContext.clock.now(), dueAfterMinutes);
    await this.workItems.create(tx, {
      kind: 'reconciliation',
      title: '退款没有退成，请处理',
      detail: `退款单 ${refund.refund_no}，¥${(refund.amount_fen / 100).toFixed(2)}。${why}`,
      patientId: refund.patient_id,
      ...(visit ? { branchId: visit.branch_id } : {}),
      subjectKind: refundSubject,
      subjectId: refund.id,
      appointmentId: refund.appointment_id,
      dueAt: await this.officeHours.within(due),
      dedupeKey: `${refundSubject}:${refund.id}:${occasion}`,
    });
  }

  /** The money is with the patient. */
  over(tx: Tx, refundId: string): Promise<void> {
    return this.workItems.cancel(tx, refundSubject, refundId);
  }
}
