import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Audit, fieldError, UnitOfWork, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { ReadInbound } from './read-inbound';

/** Enough for a bad night; what is left over is asked for again. */
const mostAtOnce = 10_000;

type Choice = RequestOf<'replayInboundMessages'>['body'];

/**
 * Takes messages in again. Safe to repeat: the same version of a record changes nothing. Who replays a
 * message whose unit did not match says by it that the unit is right.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReplayInbound {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  readInbound: ReadInbound;

  /** @throws FORBIDDEN, INVALID_FIELD when nothing is chosen */
  async run(actor: Actor, choice: Choice): Promise<ResponseOf<'replayInboundMessages'>> {
    const staff = this.policy.require(actor, 'integration.update');
    const { ids, systemId, fault, from, to } = choice;
    if (ids.length === 0 && fault === null && from === null) {
      throw fieldError('body.fault', '原因和时间至少选一项');
    }
    const values: unknown[] = [ids.length > 0 || fault === 'unit-mismatch'];
    const conditions = [this.readInbound.scope(staff, 'integration.update', values)];
    if (ids.length > 0) conditions.push(`m.id = any($${values.push(ids)}::uuid[])`);
    if (systemId !== null) conditions.push(`m.system_id = $${values.push(systemId)}`);
    if (from !== null) conditions.push(`m.received_at >= $${values.push(from)}`);
    if (to !== null) conditions.push(`m.received_at <= $${values.push(to)}`);
    if (fault !== null) conditions.push(`m.fault = $${values.push(fault)}`);
    // What somebody threw away comes back only when it is named.
    const settled = ids.length > 0 ? ['received'] : ['received', 'discarded'];
    conditions.push(`m.state <> all($${values.push(settled)})`);
    return this.unitOfWork.run(async (tx) => {
      const queued = await tx.query(
        `with chosen as (
           select m.id from inbound_message m join external_system s on s.id = m.system_id
            where ${conditions.join(' and ')} order by m.seq limit ${mostAtOnce} for update of m)
         update inbound_message m set state = 'received', is_unit_accepted = $1 and fault is not distinct from 'unit-mismatch',
           fault = null, fault_text = '', waits_for = null, attempts = 0, next_at = null, version = version + 1
           from chosen where m.id = chosen.id returning m.id`,
        values,
      );
      await this.audit.record(
        staff,
        {
          action: 'integration.replay',
          resourceKind: 'integration',
          resourceId: systemId,
          detail: { fault, from, to, ids: ids.length, queued: queued.length },
        },
        tx,
      );
      return { queued: queued.length };
    });
  }
}
