import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, newId, realTime, type Tx } from '../../kernel';
import { fitSmsParams, isSmsTemplate } from './sms-templates';

export interface DeliveryRequest {
  /** A second request with the same key is dropped: what causes messages may be repeated. */
  dedupeKey: string;
  /** What it is about; `code` is given up early. */
  kind: string;
  channel: 'sms' | 'mail';
  to: string;
  /** sms: an id of `smsTemplates`. mail: the subject; the text stands in `params.text`. */
  template: string;
  params: Record<string, string>;
  accountId?: string;
  patientId?: string;
}

/** Messages on their way out by SMS or mail. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Deliveries {
  @Inject()
  kernelContext: KernelContext;

  /** Queues a message in the caller's transaction; the worker sends it after the commit. */
  async enqueue(tx: Tx, request: DeliveryRequest): Promise<void> {
    const { clock, secrets } = this.kernelContext;
    const now = clock.now();
    await tx.query(
      `with taken as (
         insert into delivery_key (dedupe_key, delivery_id) values ($1, $2)
         on conflict (dedupe_key) do nothing returning delivery_id)
       insert into delivery (id, created_at, kind, channel, account_id, patient_id, target_cipher, template,
         params_cipher, state, next_attempt_at)
       select delivery_id, $3, $4, $5, $6, $7, $8, $9, $10, 'queued', $11 from taken`,
      [
        request.dedupeKey,
        newId(now),
        now,
        request.kind,
        request.channel,
        request.accountId ?? null,
        request.patientId ?? null,
        secrets.encrypt(request.to),
        request.template,
        secrets.encrypt(JSON.stringify(fitted(request))),
        // Sending follows real time: time-outs and pauses do not move with the hospital's calendar.
        realTime.now(),
      ],
      'delivery-enqueue',
    );
  }
}

function fitted(request: DeliveryRequest): Record<string, string> {
  if (request.channel === 'mail') return request.params;
  if (!isSmsTemplate(request.template)) throw new Error(`no SMS template ${request.template}`);
  return fitSmsParams(request.template, request.params);
}
