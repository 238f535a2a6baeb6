import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../test/support/app';
import { KernelContext, Outbox, UnitOfWork } from '../kernel';
import { WatchUnknownEvents } from './watch-unknown-events';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

it('events of a newer program wait for a worker that knows them, and hold up nobody', async () => {
  await app.sql.query(
    `insert into outbox (id, created_at, event, payload)
     select gen_random_uuid(), $1, 'visit.invented', '{}' from generate_series(1, 600)`,
    [new Date(app.clock.now().getTime() - 60_000)],
  );
  const outbox = await app.get(Outbox);
  const unitOfWork = await app.get(UnitOfWork);
  await unitOfWork.run((tx) => outbox.append(tx, 'patient.registered', { patientId: app.newId() }));
  expect(await app.relay()).toBe(1);
  const { rows } = await app.sql.query<{ event: string; waiting: number }>(
    `select event, count(*) filter (where processed_at is null)::int as waiting from outbox
      group by event order by event`,
  );
  expect(rows).toEqual([
    { event: 'patient.registered', waiting: 0 },
    { event: 'visit.invented', waiting: 600 },
  ]);
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  expect(metrics).toContain('suizhen_outbox_unknown 600');
});

it('they are told of once an hour', async () => {
  const { logger } = await app.get(KernelContext);
  const warn = vi.spyOn(logger, 'warn');
  await app.runJob(WatchUnknownEvents);
  await app.runJob(WatchUnknownEvents);
  expect(warn).toHaveBeenCalledOnce();
  expect(warn.mock.calls[0]![0]).toMatchObject({ event: 'visit.invented', waiting: 600 });
});
