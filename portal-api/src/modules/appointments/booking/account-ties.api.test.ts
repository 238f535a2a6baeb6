import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient } from '../../../../test/support/clinic';
import { signInAccount } from '../../../../test/support/people';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

async function aBooker() {
  const account = await signInAccount(app);
  return { ...account, patientId: await aPatient(app, { proxies: [account.accountId] }) };
}

type Booker = Awaited<ReturnType<typeof aBooker>>;

const book = (booker: Booker, slotId: string) =>
  app.call('bookPlace', { body: { slotId, patientId: booker.patientId }, as: booker.as });
const unlink = (booker: Booker) =>
  app.call('unlinkMyPatient', { params: { patientId: booker.patientId }, as: booker.as });

it.each(['bookPlace', 'holdPlace'] as const)(
  '%s and letting go of the patient at once: one of the two happens',
  async (operation) => {
    const { slotIds } = await aClinic(app, { capacity: 30 });
    const slotId = slotIds[0]!;
    const bookers = await Promise.all(Array.from({ length: 30 }, aBooker));
    const outcomes = await Promise.all(
      bookers.map(async (booker, index) => {
        const claim = () =>
          app.call(operation, { body: { slotId, patientId: booker.patientId }, as: booker.as });
        const [claimed, unlinked] = await (index % 2
          ? Promise.all([claim(), unlink(booker)])
          : Promise.all([unlink(booker), claim()]).then(([u, c]) => [c, u] as const));
        return { claimed, unlinked };
      }),
    );
    for (const { claimed, unlinked } of outcomes) {
      const happened = [claimed.status === 200, unlinked.status === 204];
      expect(happened.filter(Boolean)).toHaveLength(1);
      expect([200, 404]).toContain(claimed.status);
      expect(
        claimed.error?.code === 'NOT_FOUND' || unlinked.error?.code === 'OUTSTANDING_APPOINTMENTS',
      ).toBe(true);
    }
  },
);

it('a claim waits for an account that is being closed, and then takes nothing', async () => {
  const { slotIds } = await aClinic(app);
  const booker = await aBooker();
  const closing = await app.sql.connect();
  try {
    await closing.query('begin');
    await closing.query('select 1 from account where id = $1 for update', [booker.accountId]);
    const answer = book(booker, slotIds[0]!);
    const early = await Promise.race([
      answer,
      new Promise<'waits'>((resolve) => setTimeout(() => resolve('waits'), 300)),
    ]);
    expect(early).toBe('waits');
    await closing.query(`update proxy set ended_at = $2 where account_id = $1`, [
      booker.accountId,
      app.clock.now(),
    ]);
    await closing.query(`update account set state = 'closed' where id = $1`, [booker.accountId]);
    await closing.query('commit');
    expect((await answer).error?.code).toBe('NOT_FOUND');
  } finally {
    closing.release();
  }
  const { rows } = await app.sql.query(`select 1 from appointment where patient_id = $1`, [
    booker.patientId,
  ]);
  expect(rows).toEqual([]);
});
