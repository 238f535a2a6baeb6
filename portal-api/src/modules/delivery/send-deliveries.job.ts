import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, Outbox, realTime, UnitOfWork, type RecurringJob } from '../../kernel';
import { firstQuestionAt } from './ask-sms-receipts.job';
import { retryDelaySeconds } from './backoff';
import { SenderHolder, type SendRefusal } from './ports';

interface Claimed extends Record<string, unknown> {
  id: string;
  created_at: Date;
  kind: string;
  channel: 'sms' | 'mail';
  target_cipher: string;
  template: string;
  params_cipher: string;
  attempts: number;
}

const batchSize = 20;
/** Longer than any send may take: until then no other worker takes the same row. */
const leaseSeconds = 60;

/**
 * Sends what is queued. A row is leased before the network is touched and marked afterwards; a worker
 * that dies in between leaves it to the next one, who repeats it under the same id, and the vendor
 * drops the repeat.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SendDeliveries implements RecurringJob {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  outbox: Outbox;
  @Inject()
  senderHolder: SenderHolder;

  async run(): Promise<number> {
    const claimed = await this.claim();
    await Promise.all(claimed.map((row) => this.attempt(row)));
    return claimed.length;
  }

  private claim(): Promise<Claimed[]> {
    const now = realTime.now();
    return this.unitOfWork.run((tx) =>
      tx.query<Claimed>(
        `with waiting as (
           select id, created_at from delivery where state = 'queued' and next_attempt_at <= $1
            order by next_attempt_at limit $2 for update skip locked)
         update delivery d set attempts = d.attempts + 1, next_attempt_at = $3
           from waiting w where d.id = w.id and d.created_at = w.created_at
         returning d.id, d.created_at, d.kind, d.channel, d.target_cipher, d.template, d.params_cipher, d.attempts`,
        [now, batchSize, new Date(now.getTime() + leaseSeconds * 1000)],
        'delivery-claim',
      ),
    );
  }

  private async attempt(row: Claimed): Promise<void> {
    try {
      const vendorId = await this.send(row);
      await this.markSent(row, vendorId);
    } catch (error) {
      await this.markRefused(row, error as SendRefusal);
    }
  }

  private async send(row: Claimed): Promise<string | null> {
    const { secrets } = this.kernelContext;
    const to = secrets.decrypt(row.target_cipher);
    const params = JSON.parse(secrets.decrypt(row.params_cipher)) as Record<string, string>;
    if (row.channel === 'sms') {
      const message = { to, templateCode: row.template, params, clientId: row.id };
      return (await this.senderHolder.sms.send(message)).vendorId;
    }
    const messageId = `<${row.id}@suizhen>`;
    await this.senderHolder.mail.send({
      to,
      subject: row.template,
      text: params.text ?? '',
      messageId,
    });
    return null;
  }

  private async markSent(row: Claimed, vendorId: string | null): Promise<void> {
    await this.unitOfWork.run((tx) =>
      // A receipt may have come before the answer: then only the vendor's number is still missing.
      tx.query(
        `update delivery set vendor_id = coalesce(vendor_id, $3), sent_at = coalesce(sent_at, $4), next_attempt_at = $5,
           last_error = case when state = 'queued' then null else last_error end,
           state = case when state = 'queued' then 'sent' else state end
          where id = $1 and created_at = $2`,
        [
          row.id,
          row.created_at,
          vendorId,
          this.kernelContext.clock.now(),
          firstQuestionAt(realTime.now()),
        ],
        'delivery-sent',
      ),
    );
  }

  private async markRefused(row: Claimed, refusal: SendRefusal): Promise<void> {
    const delay = refusal.retryable === false ? null : retryDelaySeconds(row.kind, row.attempts);
    const reason = String(refusal.code ?? 'FAILED').slice(0, 60);
    await this.unitOfWork.run(async (tx) => {
      const next = new Date(realTime.now().getTime() + (delay ?? 0) * 1000);
      const changed = await tx.query(
        `update delivery set last_error = $3, next_attempt_at = $4,
           state = case when $5 then 'failed' else state end
          where id = $1 and created_at = $2 and state = 'queued' returning id`,
        [row.id, row.created_at, reason, next, delay === null],
        'delivery-refused',
      );
      if (delay !== null || changed.length === 0) return;
      await this.outbox.append(tx, 'delivery.failed', { deliveryId: row.id });
      this.kernelContext.logger.warn(
        { deliveryId: row.id, kind: row.kind, reason },
        'delivery failed',
      );
    });
  }
}
