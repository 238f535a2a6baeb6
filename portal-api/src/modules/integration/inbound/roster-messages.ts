import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Tx } from '../../../kernel';

const againSql = (condition: string) => `
  update inbound_message m set state = 'received', fault = null, fault_text = '', attempts = 0, next_at = null,
    version = m.version + 1
    from external_schedule e
   where m.system_id = e.system_id and m.kind = 'roster' and m.external_id = e.external_id
     and m.seq = e.source_seq and m.state = 'processed' and ${condition}`;

/** What the hospital said last of a schedule, to be taken in once more: it was told once, and things changed here. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RosterMessages {
  async takeAgainOf(tx: Tx, rosterId: string): Promise<void> {
    const isOf = `exists (select from jsonb_each_text(e.clinics) clinic where clinic.value = $1)`;
    await tx.query(againSql(isOf), [rosterId]);
  }

  /** Of those that could not have the place of a clinic, since another schedule had it. */
  async takeAgainWithout(tx: Tx, systemId: string, key: string): Promise<void> {
    const isWithout = `e.system_id = $1 and jsonb_typeof(e.clinics -> $2) = 'null'`;
    await tx.query(againSql(isWithout), [systemId, key]);
  }
}
