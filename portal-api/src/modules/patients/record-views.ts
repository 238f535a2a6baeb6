import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { Database, decodeMomentCursor, pageFrom } from '../../kernel';
import { everyIdSql } from './merge/survivors';
import { actionName, shortStaffName } from './record-view-words';

interface ViewRow extends Record<string, unknown> {
  id: string;
  at: Date;
  actor_kind: string;
  actor_name: string;
  actor_role: string;
  role_name: string | null;
  action: string;
  reason: string | null;
}

/** Which staff looked at or changed a record, and who opened a link to it, from the audit. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RecordViews {
  @Inject()
  database: Database;

  /** @param staffNames `short` for patients (王医生), `full` for staff */
  async page(
    patientId: string,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
    staffNames: 'short' | 'full',
  ): Promise<ResponseOf<'listMyRecordViews'>> {
    const [at, id] = decodeMomentCursor(cursor) ?? [null, null];
    const rows = await this.database.query<ViewRow>(
      `select e.id, e.at, e.actor_kind, e.actor_name, e.actor_role, r.name as role_name, e.action, e.reason
         from audit_event e left join role r on r.id = e.actor_role
        where e.patient_id in ${everyIdSql('$1')} and e.outcome = 'ok'
          and (e.actor_kind = 'staff' or e.action = 'report.open-shared')
          and ($2::timestamptz is null or (e.at, e.id) < ($2, $3::uuid))
        order by e.at desc, e.id desc limit $4`,
      [patientId, at, id, limit + 1],
    );
    return pageFrom(
      rows,
      limit,
      (row) => [row.at.toISOString(), row.id],
      (row) => ({
        id: row.id,
        at: row.at.toISOString(),
        staffName:
          staffNames === 'short' && row.actor_kind === 'staff'
            ? shortStaffName(row.actor_name, row.actor_role)
            : row.actor_name,
        staffRole: row.role_name ?? '',
        action: actionName(row.action),
        reason: row.reason,
      }),
    );
  }
}
