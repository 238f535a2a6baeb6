import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { addMinutes, Database, KernelContext, realTime, type RecurringJob } from '../../kernel';
import { SenderHolder } from './ports';
import { ReceiveSmsReceipts } from './receive-sms-receipts';

const batch = 50;
/** 2, 4, 8 … minutes after the last question, the ninth after some seventeen hours. The index knows the limit. */
const questions = 9;
const firstPauseMinutes = 2;

/** A receipt comes within seconds; whoever has none by then asks. */
export function firstQuestionAt(sentAt: Date): Date {
  return addMinutes(sentAt, firstPauseMinutes);
}

/**
 * Asks the vendor what became of messages whose receipt never came: it was sent while nobody of ours
 * listened, as at the start of the house, or the network lost it.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AskSmsReceipts implements RecurringJob {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  senderHolder: SenderHolder;
  @Inject()
  receiveSmsReceipts: ReceiveSmsReceipts;

  async run(): Promise<number> {
    const clientIds = await this.claim();
    if (clientIds.length === 0) return 0;
    try {
      await this.receiveSmsReceipts.take(await this.senderHolder.sms.receiptsOf(clientIds));
    } catch (error) {
      // A vendor without an answer is asked again at the next turn of each message.
      const { message } = error as Error;
      this.kernelContext.logger.warn({ error: message }, 'receipts could not be asked for');
    }
    return clientIds.length;
  }

  private async claim(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `with due as (
         select id, created_at from delivery
          where state = 'sent' and channel = 'sms' and receipt_asked < ${questions} and next_attempt_at <= $1
          order by next_attempt_at limit ${batch} for update skip locked)
       update delivery d set receipt_asked = d.receipt_asked + 1,
         next_attempt_at = $1::timestamptz + interval '${firstPauseMinutes} minutes' * 2 ^ (d.receipt_asked + 1)
         from due where d.id = due.id and d.created_at = due.created_at returning d.id`,
      [realTime.now()],
      'delivery-receipts-due',
    );
    return rows.map((row) => row.id);
  }
}
