import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { auditColumns, Database, KernelContext, newId, type StaffActor } from '../../kernel';

/** A line of the audit says as much as one for each time that a page asks. */
const lookEveryMs = 3_600_000;

interface Look {
  resourceId: string;
  patientId: string;
}

/** Looks at many patients at once: each of them can see it, once an hour for a page that stays open. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RecordLooks {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;

  async record(
    staff: StaffActor,
    action: string,
    resourceKind: string,
    looks: readonly Look[],
  ): Promise<void> {
    if (looks.length === 0) return;
    const now = this.kernelContext.clock.now();
    await this.database.query(
      `insert into audit_event (${auditColumns})
       select look.id, $4, 'staff', $5, $6, $7, $8, $9, look.resource_id::text, look.patient_id, null, 'ok', '{}',
         $10, $11
         from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as look (id, resource_id, patient_id)
        where not exists (select 1 from audit_event e where e.resource_id = look.resource_id::text
          and e.at > $12 and e.actor_id = $5 and e.action = $8 and e.outcome = 'ok')`,
      [
        looks.map(() => newId(now)),
        looks.map((look) => look.resourceId),
        looks.map((look) => look.patientId),
        now,
        staff.staffId,
        staff.name,
        staff.roles[0] ?? '',
        action,
        resourceKind,
        staff.meta.address || null,
        staff.meta.requestId,
        new Date(now.getTime() - lookEveryMs),
      ],
    );
  }
}
