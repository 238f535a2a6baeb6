import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { OutboundState } from '@suizhen/contract';
import { KernelContext, Outbox, realTime, UnitOfWork, type Tx } from '../../../kernel';
import { ConnectedSystems } from '../systems/connected-systems';
import { SentPatients } from '../agreement/sent-patients';
import type { HospitalAdapter, OutboundPayload, SendOutcome } from '../ports';
import { NumberOwners } from '../number-source/number-owners';
import { UnknownRosters } from '../number-source/unknown-rosters';
import { outboundStates } from './outbound.states';
import { OutboundPayloads, type OutboundRow, type OutgoingPayload } from './outbound-payload';

/** Longer than any send may take: until then no other worker takes the same row. */
export const leaseSeconds = 90;
const longestWaitSeconds = 600;

type RefusalReason = 'unknown-number';

type Settled =
  | {
      kind: 'acknowledged';
      patient: OutboundPayload['patient'];
      ids: [kind: string, externalId: string, internalId: string][];
      /** Of which place they said yes to a visit; null: they only keep it, or it was about something else. */
      bookedSlotId: string | null;
      /** Of which place they know the number. */
      numberSlotId: string | null;
    }
  | { kind: 'refused'; text: string; reason?: RefusalReason; slotId?: string | null }
  | { kind: 'unknown' | 'not-reached'; text: string };

/**
 * Sends one message and writes down what became of it. It is leased before the network is touched, and from
 * then on counts as perhaps sent: whoever dies in between leaves it to the next, who asks first.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class OutboundSender {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  outbox: Outbox;
  @Inject()
  connectedSystems: ConnectedSystems;
  @Inject()
  numberOwners: NumberOwners;
  @Inject()
  outboundPayloads: OutboundPayloads;
  @Inject()
  sentPatients: SentPatients;
  @Inject()
  unknownRosters: UnknownRosters;

  /** Takes rows that are due, or the one with the id if it is; `isEarly`: also while it waits for its next try. */
  claim(which: { due: number } | { id: string; isEarly?: boolean }): Promise<OutboundRow[]> {
    const now = realTime.now();
    const lease = new Date(now.getTime() + leaseSeconds * 1_000);
    const [limit, id] = 'id' in which ? [1, which.id] : [which.due, null];
    const isEarly = 'id' in which && which.isEarly === true;
    return this.unitOfWork.run((tx) =>
      tx.query<OutboundRow>(
        isEarly ? claimSql(isUnsent) : claimSql(isDue),
        [now, limit, lease, id],
        isEarly ? 'outbound-claim-early' : 'outbound-claim',
      ),
    );
  }

  /** @returns where the message stands now */
  async attempt(row: OutboundRow): Promise<OutboundState> {
    const outcome = await this.outcomeOf(row);
    const state = outcome.kind === 'not-reached' ? 'queued' : outcome.kind;
    await this.unitOfWork.run(async (tx) => {
      const isSettled = await this.settle(tx, row, outcome, state);
      if (!isSettled) return;
      await this.tellBoard(tx, row, outcome);
      if (outcome.kind === 'refused') await this.tellRefusal(tx, row, outcome);
      if (outcome.kind !== 'acknowledged') return;
      if (outcome.numberSlotId) await this.unknownRosters.settleOf(tx, outcome.numberSlotId);
      if (outcome.bookedSlotId) await this.tellYes(tx, row, outcome.bookedSlotId);
      await this.keepIds(tx, row, outcome.ids);
      // Whoever is new there has a number only now.
      await this.sentPatients.note(tx, row.system_id, outcome.patient);
    });
    return state;
  }

  /** Nobody tries any longer: the number is taken as refused, and whatever arrived after all is cancelled there. */
  async giveUp(tx: Tx, row: Pick<OutboundRow, 'id' | 'kind' | 'subject_id' | 'system_id'>) {
    const given = await tx.query(
      `update outbound_message set state = 'refused', next_at = null, last_error = $2
        where id = $1 and state = any($3) and next_at <= $4 returning id`,
      [row.id, '期限内没有确认', outboundStates.sourcesOf('refused'), realTime.now()],
    );
    if (given.length > 0) await this.tellRefusal(tx, row);
  }

  private async settle(
    tx: Tx,
    row: OutboundRow,
    outcome: Settled,
    state: OutboundState,
  ): Promise<boolean> {
    const isOver = state === 'acknowledged' || state === 'refused';
    const settled = await tx.query(
      `update outbound_message set state = $2, next_at = $3, last_error = $4, acknowledged_at = $5, leased_until = null,
         refusal = $7
        where id = $1 and state = any($6) returning id`,
      [
        row.id,
        state,
        isOver ? null : new Date(realTime.now().getTime() + delaySeconds(row.attempts) * 1_000),
        textOf(outcome),
        state === 'acknowledged' ? this.kernelContext.clock.now() : null,
        outboundStates.sourcesOf(state),
        outcome.kind === 'refused' ? (outcome.reason ?? null) : null,
      ],
    );
    return settled.length > 0;
  }

  private async tellBoard(tx: Tx, row: OutboundRow, outcome: Settled): Promise<void> {
    const now = this.kernelContext.clock.now();
    const isGood = outcome.kind === 'acknowledged';
    await tx.query(
      `insert into sync_stream (system_id, direction, kind, last_run_at, last_success_at, last_error, processed)
       values ($1, 'out', $2, $3, $4, $5, $6)
       on conflict (system_id, direction, kind) do update set last_run_at = excluded.last_run_at,
         last_success_at = coalesce(excluded.last_success_at, sync_stream.last_success_at),
         last_error = excluded.last_error, processed = sync_stream.processed + excluded.processed`,
      [row.system_id, row.kind, now, isGood ? now : null, textOf(outcome), isGood ? 1 : 0],
    );
  }

  /** Where the hospital owns the numbers, its no ends the visit; elsewhere a person looks at the board. */
  private async tellRefusal(
    tx: Tx,
    { kind, subject_id, system_id }: Pick<OutboundRow, 'kind' | 'subject_id' | 'system_id'>,
    { reason, slotId }: { reason?: RefusalReason; slotId?: string | null } = {},
  ): Promise<void> {
    if (kind !== 'appointment' || !(await this.numberOwners.isAsked(subject_id))) return;
    const isUnknownThere = reason === 'unknown-number';
    await this.outbox.append(tx, 'number.refused', {
      appointmentId: subject_id,
      ...(isUnknownThere ? { isUnknownThere } : {}),
    });
    if (isUnknownThere && slotId) await this.unknownRosters.raise(tx, system_id, slotId);
  }

  private async tellYes(tx: Tx, { subject_id }: OutboundRow, slotId: string): Promise<void> {
    if (!(await this.numberOwners.isAsked(subject_id))) return;
    await this.outbox.append(tx, 'number.confirmed', { appointmentId: subject_id, slotId });
  }

  /** Only where they own numbers: elsewhere they write down what they are told. */
  private async numberSlotOf({ kind, slotId }: OutgoingPayload): Promise<string | null> {
    return kind === 'appointment' && (await this.numberOwners.ofHis()).length > 0 ? slotId : null;
  }

  private async keepIds(
    tx: Tx,
    row: OutboundRow,
    ids: readonly [kind: string, externalId: string, internalId: string][],
  ): Promise<void> {
    for (const [kind, externalId, internalId] of ids) {
      await tx.query(
        `insert into external_id (system_id, kind, external_id, internal_id, updated_at)
         values ($1, $2, $3, $4, $5) on conflict (system_id, kind, external_id) do nothing`,
        [row.system_id, kind, externalId, internalId, this.kernelContext.clock.now()],
      );
    }
  }

  private async outcomeOf(row: OutboundRow): Promise<Settled> {
    try {
      const adapter = await this.connectedSystems.adapterOf(row.system_id);
      if (!adapter) return { kind: 'not-reached', text: '系统未启用' };
      if (!adapter.sends.includes(row.kind)) {
        return { kind: 'refused', text: '该系统不接收这类消息' };
      }
      return await this.exchange(adapter, row);
    } catch (error) {
      // Adapters throw only when nothing left the house; what it said may hold what was sent, so only its kind is kept.
      this.kernelContext.logger.warn({ outboundId: row.id, error: nameOf(error) }, 'not sent');
      return { kind: 'not-reached', text: `系统没有应答（${nameOf(error)}）` };
    }
  }

  private noteSent(row: OutboundRow, { patient }: OutboundPayload): Promise<void> {
    return this.unitOfWork.run((tx) => this.sentPatients.note(tx, row.system_id, patient));
  }

  private async exchange(adapter: HospitalAdapter, row: OutboundRow): Promise<Settled> {
    const payload = await this.outboundPayloads.of(row);
    if (!payload) return { kind: 'refused', text: '对应的记录已不存在' };
    const known = row.state === 'unknown' ? await adapter.ask(payload) : null;
    if (!known && row.kind === 'patient') await this.noteSent(row, payload);
    const outcome = known ?? (await adapter.send(payload));
    if (outcome.kind === 'refused') return { ...outcome, slotId: payload.slotId };
    if (outcome.kind !== 'acknowledged') return outcome;
    return {
      kind: 'acknowledged',
      patient: payload.patient,
      bookedSlotId: bookedSlotOf(payload),
      numberSlotId: await this.numberSlotOf(payload),
      ids: idsOf(outcome, payload.patient.id, payload.appointment?.id),
    };
  }
}

const promised = ['booked', 'arrived', 'fulfilled'];

function bookedSlotOf({ kind, appointment, slotId }: OutgoingPayload): string | null {
  return kind === 'appointment' && promised.includes(appointment?.status ?? '') ? slotId : null;
}

const isDue = `m.next_at <= $1`;
const isUnsent = `(m.leased_until is null or m.leased_until <= $1)`;

const claimSql = (isReady: string) => `
  with due as (
    select m.id, m.state from outbound_message m
      join external_system s on s.id = m.system_id and s.is_enabled and s.paused_at is null
     where m.state in ('queued', 'unknown') and ${isReady} and ($4::uuid is null or m.id = $4)
       and not exists (select 1 from sync_stream t where t.system_id = m.system_id
         and t.direction = 'out' and t.kind = m.kind and t.paused_at is not null)
       and not exists (select 1 from outbound_message e where e.system_id = m.system_id
         and e.subject_id = m.subject_id and e.state in ('queued', 'unknown')
         and (e.created_at, e.id) < (m.created_at, m.id))
     order by m.next_at, m.id limit $2 for update of m skip locked)
  update outbound_message m set attempts = attempts + 1, state = 'unknown', next_at = $3, leased_until = $3
    from due where m.id = due.id
  returning m.id, m.system_id, m.kind, m.subject_id, due.state, m.attempts, m.created_at`;

function textOf(outcome: Settled): string {
  return outcome.kind === 'acknowledged' ? '' : outcome.text.slice(0, 300);
}

function idsOf(
  outcome: Extract<SendOutcome, { kind: 'acknowledged' }>,
  patientId: string,
  appointmentId: string | undefined,
): [string, string, string][] {
  const ids: [string, string, string][] = [];
  if (outcome.patientExternalId) ids.push(['patient', outcome.patientExternalId, patientId]);
  if (outcome.appointmentExternalId && appointmentId) {
    ids.push(['appointment', outcome.appointmentExternalId, appointmentId]);
  }
  return ids;
}

function delaySeconds(attempts: number): number {
  return Math.min(2 ** Math.min(attempts, 10), longestWaitSeconds);
}

function nameOf(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string };
  return (code ?? name ?? 'Error').slice(0, 40);
}
