import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { InboundFault, ResponseOf } from '@suizhen/contract';
import { Database, type Actor } from '../../../kernel';
import { ExternalSystems } from '../systems/external-systems';

interface Count extends Record<string, unknown> {
  kind: string;
  received: number;
  processed: number;
  set_aside: number;
  quarantined: number;
}

const mostLines = 40;

/** What was taken over of everything that came from a system, what was left out, and why. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MappingReport {
  @Inject()
  database: Database;
  @Inject()
  externalSystems: ExternalSystems;

  async run(actor: Actor, systemId: string): Promise<ResponseOf<'getMappingReport'>> {
    await this.externalSystems.require(actor, 'integration.display', systemId);
    const counts = await this.database.query<Count>(
      `select kind, count(*)::int as received,
         count(*) filter (where state in ('processed', 'superseded'))::int as processed,
         count(*) filter (where state in ('set-aside', 'discarded'))::int as set_aside,
         count(*) filter (where state = 'quarantined')::int as quarantined
         from inbound_message where system_id = $1 group by kind order by kind`,
      [systemId],
    );
    const reasons = await this.database.query<{
      kind: string;
      fault: InboundFault;
      text: string;
      count: number;
    }>(
      `select kind, fault, fault_text as text, count(*)::int as count from inbound_message
        where system_id = $1 and fault is not null group by 1, 2, 3 order by 4 desc, 1, 2, 3`,
      [systemId],
    );
    const leftOut = await this.database.query<{ kind: string; part: string; count: number }>(
      `select m.kind, part, count(*)::int as count from inbound_message m, unnest(m.left_out) part
        where m.system_id = $1 group by 1, 2 order by 3 desc, 1, 2`,
      [systemId],
    );
    const of = <T extends { kind: string }>(rows: readonly T[], kind: string) =>
      rows
        .filter((row) => row.kind === kind)
        .slice(0, mostLines)
        .map(({ kind: _, ...row }) => row);
    return {
      rows: counts.map((row) => ({
        kind: row.kind,
        received: row.received,
        processed: row.processed,
        setAside: row.set_aside,
        quarantined: row.quarantined,
        reasons: of(reasons, row.kind),
        leftOut: of(leftOut, row.kind),
      })),
    };
  }
}
