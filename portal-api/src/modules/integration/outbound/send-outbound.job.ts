import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { OutboundState } from '@suizhen/contract';
import { KernelContext, realTime, UnitOfWork, type RecurringJob } from '../../../kernel';
import { ConnectedSystems } from '../systems/connected-systems';
import type { HospitalAdapter, SendOutcome } from '../ports';
import { outboundStates } from './outbound.states';
import { OutboundPayloads, type OutboundRow } from './outbound-payload';

const batchSize = 20;
/** Longer than any send may take: until then no other worker takes the same row. */
const leaseSeconds = 90;
const longestWaitSeconds = 600;

/**
 * Sends what waits, of each subject in the order in which it happened. A system that is down only delays:
 * there is no last try. Leased before the network is touched; whoever dies in between leaves the row to the
 * next, who asks before sending it again.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SendOutbound implements RecurringJob {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  connectedSystems: ConnectedSystems;
  @Inject()
  outboundPayloads: OutboundPayloads;

  async run(): Promise<number> {
    const rows = await this.claim();
    await Promise.all(rows.map((row) => this.attempt(row)));
    return rows.length;
  }

  /** From here on a row counts as perhaps sent, until an answer says more. */
  private claim(): Promise<OutboundRow[]> {
    const now = realTime.now();
    return this.unitOfWork.run((tx) =>
      tx.query<OutboundRow>(
        `with due as (
           select m.id, m.state from outbound_message m
             join external_system s on s.id = m.system_id and s.is_enabled and s.paused_at is null
            where m.state in ('queued', 'unknown') and m.next_at <= $1
              and not exists (select 1 from sync_stream t where t.system_id = m.system_id
                and t.direction = 'out' and t.kind = m.kind and t.paused_at is not null)
              and not exists (select 1 from outbound_message e where e.system_id = m.system_id
                and e.subject_id = m.subject_id and e.state in ('queued', 'unknown')
                and (e.created_at, e.id) < (m.created_at, m.id))
            order by m.next_at, m.id limit $2 for update of m skip locked)
         update outbound_message m set attempts = attempts + 1, state = 'unknown', next_at = $3
           from due where m.id = due.id
         returning m.id, m.system_id, m.kind, m.subject_id, due.state, m.attempts`,
        [now, batchSize, new Date(now.getTime() + leaseSeconds * 1_000)],
        'outbound-claim',
      ),
    );
  }

  private async attempt(row: OutboundRow): Promise<void> {
    const outcome = await this.outcomeOf(row);
    await this.unitOfWork.run(async (tx) => {
      const now = this.kernelContext.clock.now();
      const isOver = outcome.kind === 'acknowledged' || outcome.kind === 'refused';
      const settled = await tx.query(
        `update outbound_message set state = $2, next_at = $3, last_error = $4, acknowledged_at = $5
          where id = $1 and state = any($6) returning id`,
        [
          row.id,
          toState(outcome),
          isOver ? null : new Date(realTime.now().getTime() + delaySeconds(row.attempts) * 1_000),
          outcome.kind === 'acknowledged' ? '' : outcome.text.slice(0, 300),
          outcome.kind === 'acknowledged' ? now : null,
          outboundStates.sourcesOf(toState(outcome)),
        ],
      );
      if (settled.length === 0) return;
      await tx.query(
        `insert into sync_stream (system_id, direction, kind, last_run_at, last_success_at, last_error, processed)
         values ($1, 'out', $2, $3, $4, $5, $6)
         on conflict (system_id, direction, kind) do update set last_run_at = excluded.last_run_at,
           last_success_at = coalesce(excluded.last_success_at, sync_stream.last_success_at),
           last_error = excluded.last_error, processed = sync_stream.processed + excluded.processed`,
        [
          row.system_id,
          row.kind,
          now,
          outcome.kind === 'acknowledged' ? now : null,
          outcome.kind === 'acknowledged' ? '' : outcome.text.slice(0, 300),
          outcome.kind === 'acknowledged' ? 1 : 0,
        ],
      );
      if (outcome.kind !== 'acknowledged') return;
      for (const [kind, externalId, internalId] of outcome.ids) {
        await tx.query(
          `insert into external_id (system_id, kind, external_id, internal_id, updated_at)
           values ($1, $2, $3, $4, $5) on conflict (system_id, kind, external_id) do nothing`,
          [row.system_id, kind, externalId, internalId, now],
        );
      }
    });
  }

  private async outcomeOf(row: OutboundRow): Promise<Outcome> {
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

  private async exchange(adapter: HospitalAdapter, row: OutboundRow): Promise<Outcome> {
    const payload = await this.outboundPayloads.of(row);
    if (!payload) return { kind: 'refused', text: '对应的记录已不存在' };
    const known = row.state === 'unknown' ? await adapter.ask(payload) : null;
    const outcome = known ?? (await adapter.send(payload));
    if (outcome.kind !== 'acknowledged') return outcome;
    return {
      kind: 'acknowledged',
      ids: idsOf(outcome, payload.patient.id, payload.appointment?.id),
    };
  }
}

type Outcome =
  | { kind: 'acknowledged'; ids: [kind: string, externalId: string, internalId: string][] }
  | { kind: 'refused' | 'unknown' | 'not-reached'; text: string };

function toState(outcome: Outcome): OutboundState {
  return outcome.kind === 'not-reached' ? 'queued' : outcome.kind;
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
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'Error').slice(0, 40);
}
