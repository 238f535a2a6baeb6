import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  KernelContext,
  newId,
  UnitOfWork,
  violatedConstraint,
  type Actor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { CashierDays, expectedCash } from './cashier-days';

/** Counts a drawer and closes its day for good. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CloseCashierDay {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  cashierDays: CashierDays;

  /** @throws DAY_ALREADY_CLOSED, INVALID_STATE for a day to come */
  async run(
    actor: Actor,
    { params: { date }, body }: RequestOf<'closeCashierDay'>,
  ): Promise<ResponseOf<'closeCashierDay'>> {
    const staff = this.policy.require(actor, 'payment.create');
    if (date > this.kernelContext.clock.today()) {
      throw new AppError('INVALID_STATE', { message: '这一天还没有到，不能日结' });
    }
    await this.unitOfWork.run(async (tx) => {
      await this.cashierDays.lock(tx, staff.staffId, date, 'alone');
      const now = this.kernelContext.clock.now();
      const lines = await this.cashierDays.lines(staff.staffId, date, tx);
      const id = newId(now);
      const expected = expectedCash(lines);
      try {
        await tx.query(
          `insert into cashier_day (id, staff_id, date, branch_id, lines, expected_cash_fen, counted_cash_fen, note,
             closed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          [
            id,
            staff.staffId,
            date,
            staff.branchId,
            JSON.stringify(lines),
            expected,
            body.countedCashFen,
            body.note,
            now,
          ],
        );
      } catch (error) {
        const isSecond = violatedConstraint(error) === 'cashier_day_once';
        throw isSecond ? new AppError('DAY_ALREADY_CLOSED', { cause: error }) : error;
      }
      await this.audit.record(
        staff,
        {
          action: 'finance.close-day',
          resourceKind: 'finance',
          resourceId: id,
          detail: { date, differenceFen: body.countedCashFen - expected },
        },
        tx,
      );
    });
    const closed = await this.cashierDays.find(staff.staffId, date);
    if (!closed) throw new AppError('NOT_FOUND');
    return closed;
  }
}
