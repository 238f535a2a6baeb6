import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { OutboundState } from '@suizhen/contract';
import { Database, KernelContext, newId, realTime, UnitOfWork } from '../../../kernel';
import type { NumberLock, NumberSource } from '../../appointments';
import { LineProbes } from '../outbound/line-probes';
import { OutboundSender } from '../outbound/outbound-sender';
import { ConnectedSystems } from '../systems/connected-systems';
import { NumberOwners } from './number-owners';

/** Two taps on one button wait for the same answer. */
const waitsMs = 3_000;
const looksEveryMs = 100;
/** A hospital that hangs is asked on while the patient is told; the answer counts when it comes. */
const patienceMs = 4_000;

const locks: Record<Exclude<OutboundState, 'refused'>, NumberLock> = {
  acknowledged: 'locked',
  unknown: 'unknown',
  queued: 'unknown',
};

interface LockMessage extends Record<string, unknown> {
  id: string;
  system_id: string;
  state: OutboundState;
}

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
  @Inject()
  lineProbes: LineProbes;
  @Inject()
  connectedSystems: ConnectedSystems;

  async lock(appointmentId: string): Promise<NumberLock> {
    if (!(await this.numberOwners.isHisOf(appointmentId))) return 'ours';
    const message = await this.message(appointmentId);
    // The branch leaves its numbers to a system that is not there: nothing may be sold.
    if (!message) return 'unknown';
    const isOver = message.state === 'acknowledged' || message.state === 'refused';
    const state = isOver
      ? message.state
      : ((await this.asked(message)) ?? (await this.awaited(message.id)));
    return state === 'refused' ? this.refusal(message.id) : locks[state];
  }

  private async refusal(id: string): Promise<NumberLock> {
    const [row] = await this.database.query<{ refusal: string | null }>(
      `select refusal from outbound_message where id = $1`,
      [id],
    );
    return row?.refusal === 'unknown-number' ? 'unknown-there' : 'refused';
  }

  isHospitals(appointmentId: string): Promise<boolean> {
    return this.numberOwners.isHisOf(appointmentId);
  }

  /** Where a system of theirs can be asked for its clinics, and so all that there are have been told us. */
  async branchesOfToldClinics(): Promise<readonly string[]> {
    const owned = await this.numberOwners.branchIds();
    if (owned.length === 0) return owned;
    const systems = await this.connectedSystems.all();
    const telling = systems.filter(
      ({ kind, adapter }) => kind === 'his' && adapter.pulls.includes('roster'),
    );
    return owned.filter((id) => telling.some(({ branchId }) => branchId === id));
  }

  /** Null: somebody else is asking at this moment, or the line has just been tried in vain. */
  private async asked({ id, system_id }: LockMessage): Promise<OutboundState | null> {
    const [due] = await this.outboundSender.claim({ id });
    if (due) return this.inTime(this.outboundSender.attempt(due));
    const early = await this.lineProbes.take(id, system_id);
    return early ? this.inTime(this.lineProbes.attempt(early)) : null;
  }

  private async inTime(attempt: Promise<OutboundState>): Promise<OutboundState> {
    // Whoever hangs is heard when nobody waits any longer; the lease lets others ask again.
    attempt.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<OutboundState>((resolve) => {
      timer = setTimeout(resolve, patienceMs, 'unknown');
    });
    return Promise.race([attempt, patience]).finally(() => clearTimeout(timer));
  }

  private async message(appointmentId: string): Promise<LockMessage | undefined> {
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
    const [message] = await this.database.query<LockMessage>(
      `select id, system_id, state from outbound_message where subject_id = $1 and dedupe_key = system_id || ':lock:' || $1`,
      [appointmentId],
    );
    return message;
  }

  /** Somebody else is asking at this moment; what they hear may also be that all can go. */
  private async awaited(id: string): Promise<OutboundState> {
    for (let waited = 0; waited < waitsMs; waited += looksEveryMs) {
      await new Promise((resolve) => setTimeout(resolve, looksEveryMs));
      const [row] = await this.database.query<{ state: OutboundState; is_due: boolean }>(
        `select state, next_at <= $2 as is_due from outbound_message where id = $1`,
        [id, realTime.now()],
        'lock-awaited',
      );
      if (row?.state === 'acknowledged' || row?.state === 'refused') return row.state;
      const [due] = row?.is_due ? await this.outboundSender.claim({ id }) : [];
      if (due) return this.inTime(this.outboundSender.attempt(due));
    }
    return 'unknown';
  }
}
