import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Actor } from './actor';
import { Database, type Sql } from './database';
import { newId } from './ids';
import { KernelContext } from './kernel-context';

/** One line of the audit. `action` is `resource.verb` or finer, e.g. `patient.reveal`. */
export interface AuditEntry {
  action: string;
  resourceKind: string;
  resourceId?: string | null;
  patientId?: string | null;
  reason?: string | null;
  outcome?: 'ok' | 'refused';
  /** Ids, field names, counts. Never the values of personal fields. */
  detail?: Record<string, unknown>;
}

/** The columns of an audit row in the order of `auditValues`, for use cases that write it in their own statement. */
export const auditColumns =
  'id, at, actor_kind, actor_id, actor_name, actor_role, action, resource_kind, resource_id, patient_id, reason, outcome, detail, address, request_id';

const auditTypes = [
  'uuid',
  'timestamptz',
  'text',
  'uuid',
  'text',
  'text',
  'text',
  'text',
  'text',
  'uuid',
  'text',
  'text',
  'jsonb',
  'text',
  'text',
];

/** The row of `audit.values` as parameters of a larger statement, the first one being `$first`. */
export function auditRow(first: number): string {
  return auditTypes.map((type, index) => `$${first + index}::${type}`).join(', ');
}

function describe(actor: Actor): [kind: string, id: string | null, name: string, role: string] {
  switch (actor.kind) {
    case 'staff':
      return ['staff', actor.staffId, actor.name, actor.roles[0] ?? ''];
    case 'account':
      return ['account', actor.accountId, '', ''];
    case 'device':
      return ['device', actor.deviceId, actor.name, actor.deviceKind];
    case 'system':
      return ['system', null, actor.name, ''];
    case 'anyone':
      return ['system', null, 'anyone', ''];
  }
}

/** Append-only by right: the application's role may insert and select here, nothing else. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Audit {
  @Inject()
  kernelContext: KernelContext;

  @Inject()
  database: Database;

  /** Writes a line in the given transaction, or on its own (reads, refusals) when there is none. */
  async record(actor: Actor, entry: AuditEntry, sql: Sql = this.database): Promise<void> {
    await sql.query(
      `insert into audit_event (${auditColumns})
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      this.values(actor, entry),
      'audit-record',
    );
  }

  /**
   * As `record`, for pages that look again every few seconds: one line an hour says as much.
   * @param entry.resourceId required, tells looks apart
   */
  async recordLook(actor: Actor, entry: AuditEntry & { resourceId: string }): Promise<void> {
    const values = this.values(actor, entry);
    const [, at, , actorId] = values as [string, Date, string, string | null];
    const since = new Date(at.getTime() - 3_600_000);
    await this.database.query(
      `insert into audit_event (${auditColumns}) select ${auditRow(1)}
        where not exists (select 1 from audit_event e where e.resource_id = $9 and e.at > $16
          and e.actor_id = $17 and e.action = $7 and e.outcome = 'ok')`,
      [...values, since, actorId],
      'audit-record-look',
    );
  }

  /** Writes down what was refused, so that it stays when the transaction around is undone. */
  async refuse(actor: Actor, entry: Omit<AuditEntry, 'outcome'>): Promise<void> {
    const refusal = { ...entry, outcome: 'refused' } as const;
    await this.database.afterwards(() => this.record(actor, refusal));
  }

  values(actor: Actor, entry: AuditEntry): unknown[] {
    const now = this.kernelContext.clock.now();
    return [
      newId(now),
      now,
      ...describe(actor),
      entry.action,
      entry.resourceKind,
      entry.resourceId ?? null,
      entry.patientId ?? null,
      entry.reason ?? null,
      entry.outcome ?? 'ok',
      entry.detail ?? {},
      actor.meta.address || null,
      actor.meta.requestId,
    ];
  }
}
