import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { addDays, Database, instantAt, localDateOf, realTime, type Actor } from '../../../kernel';
import { ExternalSystems } from '../systems/external-systems';
import { mappingRows, type MessageGroup } from './mapping-rows';

const usualDays = 30;

/** What was taken over of everything that came from a system in some days, what was left out, and why. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MappingReport {
  @Inject()
  database: Database;
  @Inject()
  externalSystems: ExternalSystems;

  async run(
    actor: Actor,
    { params: { systemId }, query }: RequestOf<'getMappingReport'>,
  ): Promise<ResponseOf<'getMappingReport'>> {
    await this.externalSystems.require(actor, 'integration.display', systemId);
    // Messages bear the time at which they really came, also where the clinic's clock was moved.
    const to = query.to ?? localDateOf(realTime.now());
    const from = query.from ?? addDays(to, 1 - usualDays);
    // Once over the days, along `inbound_list`: a large hospital sends hundreds of thousands.
    const groups = await this.database.query<MessageGroup>(
      `select kind, state, fault, fault_text, left_out, count(*)::int as count from inbound_message
        where system_id = $1 and received_at >= $2 and received_at < $3
        group by kind, state, fault, fault_text, left_out order by kind, fault, fault_text, left_out`,
      [systemId, instantAt(from), instantAt(to, '24:00')],
    );
    return { from, to, rows: mappingRows(groups) };
  }
}
