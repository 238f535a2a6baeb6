import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { OutboundState } from '@suizhen/contract';
import { Database, KernelContext, newId, realTime, UnitOfWork } from '../../../kernel';
import type { NumberLock, NumberSource } from '../../appointments';
import type { OutboundRow } from '../outbound/outbound-payload';
import { OutboundSender } from '../outbound/outbound-sender';
import { NumberOwners } from './number-owners';

/** Two taps on one button wait for the same answer. */
const waitsMs = 3_000;
const looksEveryMs = 100;
/** A hospital that hangs is asked on while the patient is told; the answer counts when it comes. */
const patienceMs = 4_000;

const locks: Record<OutboundState, NumberLock> = {
  acknowledged: 'locked',
  refused: 'refused',
  unknown: 'unknown',
  queued: 'unknown',
};

/**
 * The hospital's system owns the numbers: lock, pay, confirm. The lock is the appointment sent as pending;
 * it stands among the outgoing messages like all others, so an answer that never came is asked for, and a
 * lock that nobody waits for any longer is followed by its cancellation.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class HisNumberSource implements NumberSource {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  numberOwners: NumberOwners;
  @Inject()
  outboundSender: OutboundSender;

  async lock(appointmentId: string): Promise<NumberLock> {
    if (!(await this.numberOwners.isHisOf(appointmentId))) return 'ours';
    const message = await this.message(appointmentId);
    // The branch leaves its numbers to a system that is not there: nothing may be sold.
    if (!message) return 'unknown';
    if (message.state === 'acknowledged' || message.state === 'refused') {
      return locks[message.state];
    }
    const [row] = await this.outboundSender.claim({ id: message.id });
    if (row) return locks[await this.inTime(row)];
    return this.awaited(message.id);
  }

  private async inTime(row: OutboundRow): Promise<OutboundState> {
    const attempt = this.outboundSender.attempt(row);
    // Whoever hangs is heard when nobody waits any longer; the lease lets others ask again.
    attempt.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<OutboundState>((resolve) => {
      timer = setTimeout(resolve, patienceMs, 'unknown');
    });
    return Promise.race([attempt, patience]).finally(() => clearTimeout(timer));
  }

  private async message(
    appointmentId: string,
  ): Promise<{ id: string; state: OutboundState } | undefined> {
    const now = this.kernelContext.clock.now();
    await this.unitOfWork.run((tx) =>
      tx.query(
        `insert into outbound_message (id, system_id, kind, subject_id, dedupe_key, state, next_at, created_at)
         select $2, s.id, 'appointment', a.id, s.id || ':lock:' || a.id, 'queued', $3, $4
           from appointment a join external_system s on s.branch_id = a.branch_id
          where a.id = $1 and s.kind = 'his' and s.is_enabled
            and (s.adapter = 'fhir' or s.config ->> 'host' <> '')
          order by s.created_at limit 1
         on conflict (dedupe_key) do nothing`,
        [appointmentId, newId(now), realTime.now(), now],
      ),
    );
    const [message] = await this.database.query<{ id: string; state: OutboundState }>(
      `select id, state from outbound_message where subject_id = $1 and dedupe_key = system_id || ':lock:' || $1`,
      [appointmentId],
    );
    return message;
  }

  /** Somebody else is asking at this moment. */
  private async awaited(id: string): Promise<NumberLock> {
    for (let waited = 0; waited < waitsMs; waited += looksEveryMs) {
      await new Promise((resolve) => setTimeout(resolve, looksEveryMs));
      const [row] = await this.database.query<{ state: OutboundState }>(
        `select state from outbound_message where id = $1`,
        [id],
      );
      if (row?.state === 'acknowledged' || row?.state === 'refused') return locks[row.state];
    }
    return 'unknown';
  }
}
