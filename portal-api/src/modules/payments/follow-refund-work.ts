import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, UnitOfWork, type DomainEvents, type EventHandler, type Tx } from '../../kernel';
import { PaymentProviderHolder, type ProviderRefund } from './ports';
import { Refunds, type Refund } from './refund.repository';
import { RefundWork, refundSubject } from './refund-work';
import { SettleRefund } from './settle-refund';

/**
 * Somebody says that a refund was seen to: the company is asked. While it still says that nothing has gone,
 * the work begins anew. A closed refund is the person's word alone: the money went another way.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FollowRefundWork implements EventHandler<'work.completed'> {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  refunds: Refunds;
  @Inject()
  refundWork: RefundWork;
  @Inject()
  settleRefund: SettleRefund;
  @Inject()
  paymentProviderHolder: PaymentProviderHolder;

  async handle({ workItemId }: DomainEvents['work.completed']): Promise<void> {
    const [item] = await this.database.query<{ subject_id: string }>(
      `select subject_id from work_item where id = $1 and subject_kind = $2 and state = 'done'`,
      [workItemId, refundSubject],
    );
    const refund = item && (await this.refunds.find(item.subject_id));
    if (!refund || refund.state === 'succeeded') return;
    const news = await this.paymentProviderHolder.provider.queryRefund(refund.refund_no);
    if (news) await this.settleRefund.run(refund, news);
    await this.unitOfWork.run((tx) => this.lookAgain(tx, refund, news, workItemId));
  }

  private async lookAgain(
    tx: Tx,
    { id }: Refund,
    news: ProviderRefund | undefined,
    workItemId: string,
  ): Promise<void> {
    const refund = await this.refunds.find(id, tx);
    if (!refund || refund.state === 'succeeded' || news?.kind === 'closed') return;
    const says = news?.kind === 'processing' ? '正在退款，请稍后核实' : '仍没有退成';
    await this.refundWork.needed(tx, refund, `上次处理后，微信支付答复：${says}`, workItemId);
  }
}
