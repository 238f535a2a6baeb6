import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { realTime, type Tx } from '../../../kernel';
import { inboundStates, type InboundRow, type Verdict } from './inbound-row';

const columns = `m.id, m.seq, m.system_id, m.kind, m.external_id, m.external_version, m.content, m.encoding,
  m.attempts, m.changed_at, m.received_at, m.is_unit_accepted`;

/** Almost always somebody near the head may be taken; only behind a patient's long queue one looks further. */
const reaches = [64, 5_000] as const;

/**
 * The head is read in the order of arrival and sorted out here: an anti-join would be right as well, but the
 * statistics of a queue are those of an empty table, and with them it reads everything that waits.
 */
const claimSql = `
  with head as materialized (
    select id, seq, order_key, next_at from inbound_message
     where system_id = $1 and state = 'received' and ($3::text is null or kind !~ $3) order by seq limit $4),
   firsts as materialized (
    select id, seq from (select h.*, row_number() over (partition by order_key order by seq) as place from head h) h
     where (place = 1 or order_key = '') and (next_at is null or next_at <= $2) order by seq limit 24)
  select ${columns} from firsts f join inbound_message m on m.id = f.id
   where m.state = 'received' order by f.seq limit 1 for update of m skip locked`;

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
    for (const reach of reaches) {
      const [row] = await tx.query<InboundRow>(
        claimSql,
        [systemId, realTime.now(), pausedKinds, reach],
        'inbound-claim',
      );
      if (row) return row;
    }
    return null;
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
    const rows =
      kind === 'encounter'
        ? await tx.query(`select 1 from encounter where system_id = $1 and source_id = $2`, [
            systemId,
            externalId,
          ])
        : await tx.query(
            `select 1 from external_id where system_id = $1 and external_id = $2 and kind = $3`,
            [systemId, externalId, kind],
          );
    return rows.length > 0;
  }
}
