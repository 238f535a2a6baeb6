import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Outbox, UnitOfWork, uuidPattern, type Tx } from '../../kernel';
import { statesBefore } from './delivery.states';
import { SenderHolder, type SmsReceipt } from './ports';

/** What became of messages, as the SMS vendor tells it: repeated, late and out of order. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReceiveSmsReceipts {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  outbox: Outbox;
  @Inject()
  senderHolder: SenderHolder;

  /** @throws SIGNATURE_INVALID */
  async run(
    headers: Record<string, string | string[] | undefined>,
    rawBody: string,
  ): Promise<void> {
    await this.take(this.read(headers, rawBody));
  }

  /** Whichever way they came. */
  async take(receipts: readonly SmsReceipt[]): Promise<void> {
    const ours = receipts.filter(({ clientId }) => uuidPattern.test(clientId));
    await this.unitOfWork.run(async (tx) => {
      for (const receipt of ours) await this.apply(tx, receipt);
    });
  }

  private read(
    headers: Record<string, string | string[] | undefined>,
    rawBody: string,
  ): SmsReceipt[] {
    try {
      return this.senderHolder.sms.parseReceipts({ headers, rawBody });
    } catch (cause) {
      throw new AppError('SIGNATURE_INVALID', { cause });
    }
  }

  private async apply(tx: Tx, receipt: SmsReceipt): Promise<void> {
    const { status } = receipt;
    const changed = await tx.query(
      `update delivery set state = $2, vendor_id = coalesce(vendor_id, $3), last_error = $4,
         delivered_at = case when $2 = 'delivered' then $5::timestamptz else delivered_at end
        where id = $1 and state = any($6) returning id`,
      [
        receipt.clientId,
        status,
        receipt.vendorId,
        status === 'failed' ? (receipt.reason ?? 'FAILED').slice(0, 60) : null,
        receipt.at,
        statesBefore(status),
      ],
      'delivery-receipt',
    );
    if (changed.length > 0 && status === 'failed') {
      await this.outbox.append(tx, 'delivery.failed', { deliveryId: receipt.clientId });
    }
  }
}
