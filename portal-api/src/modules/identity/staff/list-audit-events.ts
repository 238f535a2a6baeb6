import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  Audit,
  Database,
  decodeMomentCursor,
  instantAt,
  pageFrom,
  type Actor,
} from '../../../kernel';
import { Policy } from '../policy/policy';
import { actionName } from './audit-names';

type Query = RequestOf<'listAuditEvents'>['query'];
type AuditEvent = ResponseOf<'listAuditEvents'>['items'][number];

type AuditRow = {
  id: string;
  at: Date;
  actor_kind: AuditEvent['actorKind'];
  actor_name: string;
  action: string;
  resource_kind: string;
  resource_id: string | null;
  patient_id: string | null;
  reason: string | null;
  outcome: 'ok' | 'refused';
  address: string | null;
  request_id: string | null;
};

/** The audit, newest first. Whoever looks at it leaves a line in it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListAuditEvents {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;
  @Inject()
  audit: Audit;

  async run(actor: Actor, query: Query): Promise<ResponseOf<'listAuditEvents'>> {
    this.policy.require(actor, 'audit.display');
    const rows = await this.read(query);
    const { cursor, limit, ...filters } = query;
    await this.audit.record(actor, {
      action: 'audit.display',
      resourceKind: 'audit',
      detail: { ...filters, isFurtherPage: cursor !== undefined },
    });
    return pageFrom(rows, limit, (row) => [row.at.toISOString(), row.id], present);
  }

  private async read(query: Query): Promise<AuditRow[]> {
    const values: unknown[] = [];
    const parameter = (value: unknown): string => `$${values.push(value)}`;
    const where = ['true'];
    if (query.from) where.push(`at >= ${parameter(instantAt(query.from))}`);
    if (query.to) where.push(`at < ${parameter(instantAt(query.to, '24:00'))}`);
    if (query.staffId) where.push(`actor_id = ${parameter(query.staffId)}`);
    if (query.patientId) where.push(`patient_id = ${parameter(query.patientId)}`);
    if (query.action) where.push(`action = ${parameter(query.action)}`);
    const after = decodeMomentCursor(query.cursor);
    if (after) where.push(`(at, id) < (${parameter(after[0])}, ${parameter(after[1])}::uuid)`);
    return this.database.query<AuditRow>(
      `select id, at, actor_kind, actor_name, action, resource_kind, resource_id, patient_id, reason, outcome,
              address, request_id
         from audit_event where ${where.join(' and ')}
        order by at desc, id desc limit ${parameter(query.limit + 1)}`,
      values,
    );
  }
}

function present(row: AuditRow): AuditEvent {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actorKind: row.actor_kind,
    actorName: actorName(row),
    action: row.action,
    actionName: actionName(row.action),
    resourceKind: row.resource_kind,
    resourceId: row.resource_id,
    patientId: row.patient_id,
    reason: row.reason,
    outcome: row.outcome,
    address: row.address,
    requestId: row.request_id,
  };
}

function actorName(row: AuditRow): string {
  if (row.actor_kind === 'account') return '患者';
  if (row.actor_name === 'anyone') return '未登录';
  return row.actor_kind === 'system' ? '系统任务' : row.actor_name;
}
