import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { OutboundKind } from '@suizhen/contract';
import { KernelContext, newId, realTime, type Tx } from '../../../kernel';

interface News {
  kind: OutboundKind;
  subjectId: string;
  /** Null: every branch, as a patient belongs to the group. */
  branchId: string | null;
  /** What happened: the same news twice is one message. */
  newsKey: string;
  /** The system that told us, and need not be told. */
  fromSystemId?: string;
}

/** What the systems are still to be told. Rows say what it is about, never what it says: that is read when it goes. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class OutboundQueue {
  @Inject()
  kernelContext: KernelContext;

  /** One message for every system that takes such news; a paused one keeps it until it goes on. */
  async put(tx: Tx, news: News): Promise<void> {
    const takers = await tx.query<{ id: string }>(
      `select id from external_system
        where is_enabled and kind = 'his' and (adapter = 'fhir' or config ->> 'host' <> '') and ($1::uuid is null or branch_id = $1)
          and id is distinct from $2::uuid`,
      [news.branchId, news.fromSystemId ?? null],
    );
    const now = this.kernelContext.clock.now();
    for (const { id } of takers) {
      await tx.query(
        `insert into outbound_message (id, system_id, kind, subject_id, dedupe_key, state, next_at, created_at)
         values ($1, $2, $3, $4, $5, 'queued', $6, $7) on conflict (dedupe_key) do nothing`,
        [newId(now), id, news.kind, news.subjectId, `${id}:${news.newsKey}`, realTime.now(), now],
      );
    }
  }
}
