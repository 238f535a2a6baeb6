import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { realTime, type Tx } from '../../../kernel';
import { inboundStates, type InboundRow, type Verdict } from './inbound-row';

const columns = `m.id, m.seq, m.system_id, m.kind, m.external_id, m.external_version, m.content, m.encoding,
  m.attempts, m.changed_at, m.received_at, m.is_unit_accepted`;

/** The rows of what came in, for those who work on them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class InboundMessages {
  /**
   * The next that may be taken, held for this transaction. While an earlier one of the same patient still
   * waits, a later one does; what is paused or in quarantine holds up nobody.
   * @param pausedKinds a pattern of what is not taken for now
   */
  async claim(tx: Tx, systemId: string, pausedKinds: string | null): Promise<InboundRow | null> {
    const [row] = await tx.query<InboundRow>(
      `select ${columns} from inbound_message m
        where m.system_id = $1 and m.state = 'received' and (m.next_at is null or m.next_at <= $2)
          and ($3::text is null or m.kind !~ $3)
          and not exists (select 1 from inbound_message e where e.system_id = m.system_id
            and e.order_key = m.order_key and m.order_key <> '' and e.seq < m.seq and e.state = 'received'
            and ($3::text is null or e.kind !~ $3))
        order by m.seq limit 1 for update skip locked`,
      [systemId, realTime.now(), pausedKinds],
      'inbound-claim',
    );
    return row ?? null;
  }

  async settle(tx: Tx, row: InboundRow, verdict: Verdict): Promise<void> {
    const { state, waitsFor } = verdict;
    if (waitsFor !== null && (await this.hasCome(tx, row.system_id, waitsFor))) {
      await this.postpone(tx, row, row.attempts);
      return;
    }
    await tx.query(
      `update inbound_message set state = $2, fault = $3, fault_text = $4, left_out = $5,
         patient_id = coalesce($6, patient_id), waits_for = $7, next_at = null, processed_at = $8,
         is_unit_accepted = false, version = version + 1
        where id = $1 and state = any($9)`,
      [
        row.id,
        state,
        verdict.fault,
        verdict.faultText,
        verdict.leftOut,
        verdict.patientId,
        waitsFor,
        realTime.now(),
        inboundStates.sourcesOf(state),
      ],
      'inbound-settle',
    );
  }

  async postpone(tx: Tx, row: InboundRow, attempts: number): Promise<void> {
    const nextAt = new Date(realTime.now().getTime() + 4 ** Math.min(attempts, 5) * 250);
    await tx.query(
      `update inbound_message set attempts = $2, next_at = $3 where id = $1 and state = 'received'`,
      [row.id, attempts, nextAt],
      'inbound-postpone',
    );
  }

  /**
   * Whether what was missing came between our look and now. Whoever brings it holds the same lock, and so
   * sees this message waiting, or is seen by it.
   */
  private async hasCome(tx: Tx, systemId: string, waitsFor: string): Promise<boolean> {
    const colon = waitsFor.indexOf(':');
    const kind = waitsFor.slice(0, colon);
    const externalId = waitsFor.slice(colon + 1);
    await tx.query(
      `select pg_advisory_xact_lock(hashtextextended($1, 0))`,
      [`external:${systemId}:${kind}:${externalId}`],
      'external-lock',
    );
    const rows = await tx.query(
      kind === 'patient'
        ? `select 1 from external_id where system_id = $1 and kind = 'patient' and external_id = $2`
        : `select 1 from encounter where system_id = $1 and source_id = $2`,
      [systemId, externalId],
    );
    return rows.length > 0;
  }
}
