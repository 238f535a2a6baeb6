import type { IMidwayContainer } from '@midwayjs/core';
import {
  claimOutbox,
  UnitOfWork,
  type EventHandler,
  type EventMeta,
  type EventName,
} from '../../src/kernel';
import { subscriptions } from '../../src/modules';

/** What the worker does through its queues, in this process and at once: tests see effects, not delays. */
export async function relayToHandlers(container: IMidwayContainer): Promise<number> {
  const unitOfWork = await container.getAsync(UnitOfWork);
  let total = 0;
  for (;;) {
    const rows = await unitOfWork.run(async (tx) => {
      const claimed = await claimOutbox(tx, 500);
      await tx.query(`update outbox set processed_at = created_at where id = any($1)`, [
        claimed.map((row) => row.id),
      ]);
      return claimed;
    });
    if (rows.length === 0) return total;
    for (const row of rows) {
      const meta: EventMeta = { eventId: row.id, occurredAt: row.created_at.toISOString() };
      for (const { event, handler } of subscriptions) {
        if (event !== row.event) continue;
        const subscriber = await container.getAsync<EventHandler<EventName>>(handler);
        await subscriber.handle(row.payload as never, meta);
      }
    }
    total += rows.length;
  }
}
