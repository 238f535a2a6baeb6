import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ReconciliationAction, RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  KernelContext,
  UnitOfWork,
  type Actor,
  type StaffActor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { ActOnRow, type ActionOutcome } from './act-on-row';
import { DifferenceRows } from './difference-rows';
import { ReconciliationRows, type RowRecord } from './reconciliation-rows';

/**
 * Acts on a row and writes down what came of it. The action runs first and outside of the row's own
 * transaction: it talks to the company, and is safe to repeat when the note of it was lost.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SettleRow {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  reconciliationRows: ReconciliationRows;
  @Inject()
  differenceRows: DifferenceRows;
  @Inject()
  actOnRow: ActOnRow;

  /** @throws NOT_FOUND, INVALID_STATE when it is settled otherwise or the action does not fit, PROVIDER_UNAVAILABLE */
  async run(
    actor: Actor,
    { params: { rowId }, body: { action, note } }: RequestOf<'settleReconciliationRow'>,
  ): Promise<ResponseOf<'settleReconciliationRow'>> {
    const staff = this.policy.require(actor, 'finance.update');
    const row = await this.reconciliationRows.find(rowId);
    if (!row || !this.reconciliationRows.isWithin(staff, 'finance.update', row)) {
      throw new AppError('NOT_FOUND');
    }
    if (row.state === 'settled') return this.repeated(staff, row, action);
    if (!this.reconciliationRows.actions(row).includes(action)) {
      throw new AppError('INVALID_STATE', { message: '这条差异不能这样处理' });
    }
    const outcome = await this.act(staff, row, action);
    await this.note(staff, row, action, note, outcome);
    return this.present(staff, rowId);
  }

  /** Somebody was faster, or the answer was lost: the same wish gets what came of it. */
  private repeated(staff: StaffActor, row: RowRecord, action: ReconciliationAction) {
    if (row.action === action) return this.reconciliationRows.present(staff, row);
    throw new AppError('INVALID_STATE', { message: '这条差异已经处理' });
  }

  private async act(
    staff: StaffActor,
    row: RowRecord,
    action: ReconciliationAction,
  ): Promise<ActionOutcome> {
    try {
      return await this.actOnRow.run(staff, row, action);
    } catch (error) {
      const { name } = error as Error;
      if (name !== 'ProviderUnavailable' && name !== 'ProviderRefused') throw error;
      throw new AppError('PROVIDER_UNAVAILABLE', {
        message: '微信支付暂时没有响应，请稍后再试',
        cause: error,
      });
    }
  }

  private async note(
    staff: StaffActor,
    row: RowRecord,
    action: ReconciliationAction,
    note: string,
    outcome: ActionOutcome,
  ): Promise<void> {
    const state = outcome.isSettled ? 'settled' : 'in-progress';
    await this.unitOfWork.run(async (tx) => {
      // The day before its rows, as a comparison locks them.
      await tx.query(`select 1 from reconciliation where date = $1 for update`, [row.date]);
      const noted = await tx.query(
        `update reconciliation_row set state = $2, action = $3, note = $4, result = $5,
           settled_at = case when $2 = 'settled' then $6::timestamptz end,
           settled_by = case when $2 = 'settled' then $7::uuid end
          where id = $1 and state <> 'settled' returning id`,
        [
          row.id,
          state,
          action,
          note,
          outcome.result,
          this.kernelContext.clock.now(),
          staff.staffId,
        ],
      );
      if (noted.length === 0) return;
      await this.differenceRows.refreshState(tx, row.date);
      await this.audit.record(
        staff,
        {
          action: 'finance.settle',
          resourceKind: 'finance',
          resourceId: row.id,
          patientId: row.patient_id,
          reason: note,
          detail: { action, state, number: row.number },
        },
        tx,
      );
    });
  }

  private async present(staff: StaffActor, rowId: string) {
    const row = await this.reconciliationRows.find(rowId);
    if (!row) throw new AppError('NOT_FOUND');
    return this.reconciliationRows.present(staff, row);
  }
}
