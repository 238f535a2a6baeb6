import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, newId, type Tx } from '../../kernel';
import type { CodeSender } from '../identity';
import { Deliveries } from './deliveries';
import type { SmsTemplateId } from './sms-templates';

const templates: Record<string, SmsTemplateId> = {
  'sign-in': 'LOGIN_CODE',
  'close-account': 'CLOSE_ACCOUNT_CODE',
  'patient-claim': 'PATIENT_CLAIM_CODE',
  'step-up': 'STEP_UP_CODE',
};

/** How long every code of the product is good for, as its message says. */
export const codeMinutes = 5;

/** Codes by SMS: each is a message of its own. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SmsCodeSender implements CodeSender {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  deliveries: Deliveries;

  async send(tx: Tx, to: string, code: string, purpose: string): Promise<void> {
    const template = templates[purpose];
    if (!template) throw new Error(`no SMS template for the code ${purpose}`);
    await this.deliveries.enqueue(tx, {
      dedupeKey: `code:${newId(this.kernelContext.clock.now())}`,
      kind: 'code',
      channel: 'sms',
      to,
      template,
      params: { code, minutes: String(codeMinutes) },
    });
  }
}
