import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RecurringJob } from '../../../kernel';
import { OutboundSender } from './outbound-sender';

const batchSize = 20;

/**
 * Sends what waits, of each subject in the order in which it happened. A system that is down only delays:
 * there is no last try.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SendOutbound implements RecurringJob {
  @Inject()
  outboundSender: OutboundSender;

  async run(): Promise<number> {
    const rows = await this.outboundSender.claim({ due: batchSize });
    await Promise.all(rows.map((row) => this.outboundSender.attempt(row)));
    return rows.length;
  }
}
