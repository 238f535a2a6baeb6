import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { OutboundKind, OutboundState, RequestOf, ResponseOf } from '@suizhen/contract';
import {
  Audit,
  Database,
  decodeMomentCursor,
  pageFrom,
  realTime,
  UnitOfWork,
  type Actor,
} from '../../../kernel';
import { Policy } from '../../identity';

interface Row extends Record<string, unknown> {
  id: string;
  system_id: string;
  system_name: string;
  kind: OutboundKind;
  subject_id: string;
  state: OutboundState;
  attempts: number;
  created_at: Date;
  next_at: Date | null;
  acknowledged_at: Date | null;
  last_error: string;
}

/** What goes out to the systems within somebody's reach; refused ones can be sent again. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class OutboundMessages {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;

  async list(
    actor: Actor,
    query: RequestOf<'listOutboundMessages'>['query'],
  ): Promise<ResponseOf<'listOutboundMessages'>> {
    const staff = this.policy.require(actor, 'integration.display');
    const values: unknown[] = [query.limit + 1];
    const scope = this.policy.scope(staff, 'integration.display');
    const conditions = [this.policy.scopeCondition(scope, { branch: 's.branch_id' }, values)];
    if (query.systemId) conditions.push(`m.system_id = $${values.push(query.systemId)}`);
    if (query.state) conditions.push(`m.state = $${values.push(query.state)}`);
    const cursor = decodeMomentCursor(query.cursor);
    if (cursor) {
      const [at, id] = [values.push(cursor[0]), values.push(cursor[1])];
      conditions.push(`(m.created_at, m.id) < ($${at}, $${id}::uuid)`);
    }
    const rows = await this.database.query<Row>(
      `select m.id, m.system_id, s.name as system_name, m.kind, m.subject_id, m.state, m.attempts, m.created_at,
         m.next_at, m.acknowledged_at, m.last_error
         from outbound_message m join external_system s on s.id = m.system_id
        where ${conditions.join(' and ')} order by m.created_at desc, m.id desc limit $1`,
      values,
    );
    return pageFrom(rows, query.limit, (row) => [row.created_at.toISOString(), row.id], present);
  }

  /** Those that were refused, of what one may change; others are left as they are. */
  async replay(
    actor: Actor,
    ids: readonly string[],
  ): Promise<ResponseOf<'replayOutboundMessages'>> {
    const staff = this.policy.require(actor, 'integration.update');
    const values: unknown[] = [ids, realTime.now()];
    const scope = this.policy.scope(staff, 'integration.update');
    const reach = this.policy.scopeCondition(scope, { branch: 's.branch_id' }, values);
    return this.unitOfWork.run(async (tx) => {
      const queued = await tx.query(
        `update outbound_message m set state = 'queued', next_at = $2, attempts = 0
           from external_system s
          where m.id = any($1) and m.state = 'refused' and s.id = m.system_id and ${reach}
        returning m.id`,
        values,
      );
      const detail = { asked: ids.length, queued: queued.length };
      await this.audit.record(
        staff,
        { action: 'integration.update', resourceKind: 'integration', detail },
        tx,
      );
      return { queued: queued.length };
    });
  }
}

function present(row: Row): ResponseOf<'listOutboundMessages'>['items'][number] {
  return {
    id: row.id,
    systemId: row.system_id,
    systemName: row.system_name,
    kind: row.kind,
    subjectId: row.subject_id,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at.toISOString(),
    nextAt: row.next_at?.toISOString() ?? null,
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    lastError: row.last_error,
  };
}
