import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { realTime, type Tx } from '../../../kernel';
import { inboundStates, type InboundRow, type Verdict } from './inbound-row';

/** As many as make one transaction short enough for those who wait behind it. */
export const mostTogether = 100;
/** Far enough to find some that nobody else works on. */
const reach = 4 * mostTogether;

/** As the claim of one message: what waits behind another of the same patient is not taken before it. */
const claimSql = `
  with head as materialized (
    select id, seq, kind, order_key, next_at from inbound_message
     where system_id = $1 and state = 'received' and ($3::text is null or kind !~ $3) order by seq limit ${reach}),
   firsts as materialized (
    select id, seq from (select h.*, row_number() over (partition by order_key order by seq) as place from head h) h
     where kind = 'patient' and (place = 1 or order_key = '') and (next_at is null or next_at <= $2))
  select m.id, m.seq, m.system_id, m.kind, m.external_id, m.external_version, m.content, m.encoding, m.attempts,
    m.changed_at, m.received_at, m.is_unit_accepted
   from firsts f join inbound_message m on m.id = f.id
   where m.state = 'received' order by f.seq limit ${mostTogether} for update of m skip locked`;

/** Messages that only say who somebody is, many at once. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class NewPatientMessages {
  /** @param pausedKinds a pattern of what is not taken for now */
  claim(tx: Tx, systemId: string, pausedKinds: string | null): Promise<InboundRow[]> {
    return tx.query<InboundRow>(
      claimSql,
      [systemId, realTime.now(), pausedKinds],
      'inbound-claim-patients',
    );
  }

  /** Those that were taken, with whom they made and what was left out. */
  async settle(tx: Tx, taken: readonly { row: InboundRow; verdict: Verdict }[]): Promise<void> {
    await tx.query(
      `update inbound_message m set state = 'processed', fault = null, fault_text = '', left_out = r.left_out,
         patient_id = r.patient_id, waits_for = null, next_at = null, processed_at = $2,
         is_unit_accepted = false, version = m.version + 1
         from json_to_recordset($1) as r (id uuid, patient_id uuid, left_out text[])
        where m.id = r.id and m.state = any($3)`,
      [
        JSON.stringify(
          taken.map(({ row, verdict }) => ({
            id: row.id,
            patient_id: verdict.patientId,
            left_out: verdict.leftOut,
          })),
        ),
        realTime.now(),
        inboundStates.sourcesOf('processed'),
      ],
      'inbound-settle-patients',
    );
  }
}
