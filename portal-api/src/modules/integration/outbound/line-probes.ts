import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { OutboundState } from '@suizhen/contract';
import { Database, newId, realTime, UnitOfWork } from '../../../kernel';
import type { OutboundRow } from './outbound-payload';
import { leaseSeconds, OutboundSender } from './outbound-sender';

/** After a try the system has this long to itself, however many want to know. */
const restSeconds = 5;

/**
 * A system that was silent is tried again ever more rarely; somebody who waits for its answer now need not
 * wait for that. One message of one person tries the line for all: when it is answered, all go.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class LineProbes {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  outboundSender: OutboundSender;

  /** Nothing where it is being sent at this moment, or somebody has just tried the line. */
  async take(id: string, systemId: string): Promise<OutboundRow | undefined> {
    if (!(await this.begin(systemId))) return undefined;
    const [row] = await this.outboundSender.claim({ id, isEarly: true });
    if (!row) await this.end(systemId, 0);
    return row;
  }

  /** Of one that was taken here. */
  async attempt(row: OutboundRow): Promise<OutboundState> {
    try {
      const state = await this.outboundSender.attempt(row);
      if (state === 'acknowledged' || state === 'refused') await this.wake(row.system_id);
      return state;
    } finally {
      await this.end(row.system_id, restSeconds);
    }
  }

  /** Until the attempt is over; whoever dies with it leaves the turn to others when the lease is over. */
  private async begin(systemId: string): Promise<boolean> {
    const now = realTime.now();
    const rows = await this.database.query(
      `insert into system_lease as l (system_id, purpose, holder, until) values ($1, 'probe', $2, $3)
       on conflict (system_id, purpose) do update set holder = excluded.holder, until = excluded.until
         where l.until <= $4 returning 1`,
      [systemId, newId(now), secondsAfter(now, leaseSeconds), now],
      'probe-begin',
    );
    return rows.length > 0;
  }

  private async end(systemId: string, seconds: number): Promise<void> {
    await this.database.query(
      `update system_lease set until = $2 where system_id = $1 and purpose = 'probe'`,
      [systemId, secondsAfter(realTime.now(), seconds)],
      'probe-end',
    );
  }

  /** What is under way is left alone. */
  private async wake(systemId: string): Promise<void> {
    await this.unitOfWork.run((tx) =>
      tx.query(
        `update outbound_message set next_at = $2
          where system_id = $1 and state in ('queued', 'unknown') and next_at > $2
            and (leased_until is null or leased_until <= $2)`,
        [systemId, realTime.now()],
        'probe-wake',
      ),
    );
  }
}

function secondsAfter(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1_000);
}
