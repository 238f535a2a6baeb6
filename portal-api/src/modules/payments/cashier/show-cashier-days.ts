import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Audit, daysBetween, fieldError, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { CashierDays, expectedCash } from './cashier-days';

const longestSpanDays = 92;

/** A cashier's own day as it stands, and the closed days of those a manager answers for. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ShowCashierDays {
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  cashierDays: CashierDays;

  async own(
    actor: Actor,
    { params: { date } }: RequestOf<'getCashierDay'>,
  ): Promise<ResponseOf<'getCashierDay'>> {
    const staff = this.policy.require(actor, 'payment.create');
    const closed = await this.cashierDays.find(staff.staffId, date);
    if (closed) return closed;
    const lines = await this.cashierDays.lines(staff.staffId, date);
    return {
      id: null,
      date,
      staffId: staff.staffId,
      staffName: staff.name,
      branchId: staff.branchId,
      lines,
      expectedCashFen: expectedCash(lines),
      countedCashFen: null,
      differenceFen: null,
      note: '',
      isClosed: false,
      closedAt: null,
    };
  }

  async list(
    actor: Actor,
    { query: { from, to, branchId } }: RequestOf<'listCashierDays'>,
  ): Promise<ResponseOf<'listCashierDays'>> {
    const staff = this.policy.require(actor, 'finance.display');
    const span = daysBetween(from, to);
    if (span < 0) throw fieldError('query.to', '结束日期不能早于开始日期');
    if (span > longestSpanDays) throw fieldError('query.to', `一次最多查 ${longestSpanDays} 天`);
    const values: unknown[] = [];
    const scope = this.policy.scope(staff, 'finance.display');
    const conditions = [
      this.policy.scopeCondition(scope, { branch: 'c.branch_id', staff: 'c.staff_id' }, values),
    ];
    if (branchId) conditions.push(`c.branch_id = $${values.push(branchId)}`);
    const items = await this.cashierDays.list(from, to, conditions.join(' and '), values);
    await this.audit.record(staff, {
      action: 'finance.display',
      resourceKind: 'finance',
      detail: { from, to, days: items.length },
    });
    return { items };
  }
}
