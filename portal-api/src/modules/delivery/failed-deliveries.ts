import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, KernelContext, newId, realTime, type Tx } from '../../kernel';

export interface FailedDelivery extends Record<string, unknown> {
  id: string;
  created_at: Date;
  kind: string;
  channel: 'sms' | 'mail' | 'wechat';
  patient_id: string | null;
  account_id: string | null;
  template: string;
  attempts: number;
  last_error: string | null;
}

/** Codes are of use for minutes: nobody sends one again. */
export const givenUp = `state = 'failed' and settled_at is null and kind <> 'code'`;

/** Messages that were given up, until somebody sends them again or lays them aside. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FailedDeliveries {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;

  /** Newest first. */
  async list(after: [at: Date, id: string] | null, limit: number): Promise<FailedDelivery[]> {
    const [at, id] = after ?? [null, null];
    return this.database.query<FailedDelivery>(
      `select id, created_at, kind, channel, patient_id, account_id, template, attempts, last_error
         from delivery where ${givenUp}
          and ($1::timestamptz is null or (created_at, id) < ($1, $2::uuid))
        order by created_at desc, id desc limit $3`,
      [at, id, limit],
    );
  }

  /**
   * Sends it again as a new message: under its old number the vendor would take it for a repeat. Its
   * occasion then follows the new one: what becomes of that is what counts.
   * @returns the new one's id and whom it is about; null when there is nothing to send again
   */
  async requeue(
    tx: Tx,
    deliveryId: string,
  ): Promise<{ id: string; patientId: string | null } | null> {
    const now = this.kernelContext.clock.now();
    const [row] = await tx.query<{ id: string; patient_id: string | null }>(
      `with taken as (
         update delivery set settled_at = $2, settled_as = 'requeued' where id = $1 and ${givenUp} returning *),
       followed as (
         update delivery_key set delivery_id = $3 where delivery_id = (select id from taken))
       insert into delivery (id, created_at, kind, channel, account_id, patient_id, target_cipher, template,
         params_cipher, state, next_attempt_at)
       select $3, $2, kind, channel, account_id, patient_id, target_cipher, template, params_cipher, 'queued', $4
         from taken returning id, patient_id`,
      [deliveryId, now, newId(now), realTime.now()],
    );
    return row ? { id: row.id, patientId: row.patient_id } : null;
  }

  /** @returns whom it was about; null when there is nothing to lay aside */
  async discard(tx: Tx, deliveryId: string): Promise<{ patientId: string | null } | null> {
    const [row] = await tx.query<{ patient_id: string | null }>(
      `update delivery set settled_at = $2, settled_as = 'discarded' where id = $1 and ${givenUp}
        returning patient_id`,
      [deliveryId, this.kernelContext.clock.now()],
    );
    return row ? { patientId: row.patient_id } : null;
  }
}
