/** Many claims in one statement: each gets its own, and what one is refused for costs no other anything. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient } from '../../../../test/support/clinic';
import { signInAccount, type TestAccount } from '../../../../test/support/people';

let app: TestApp;
let account: TestAccount;

beforeAll(async () => {
  app = await startTestApp();
  account = await signInAccount(app);
});
afterAll(() => app?.close());

const aVisitor = () => aPatient(app, { proxies: [account.accountId] });
const book = (slotId: string, patientId: string) =>
  app.call('bookPlace', { as: account.as, body: { slotId, patientId } });

async function statements(): Promise<number> {
  const { rows } = await app.sql.query<{ n: number }>(
    `select count(distinct xmin::text)::int as n from appointment where status = 'booked'`,
  );
  return rows[0]!.n;
}

it('books each for its own patient in its own slot, with fewer statements than bookings', async () => {
  const { slotIds } = await aClinic(app, { slots: 24, capacity: 1 });
  const patients = await Promise.all(slotIds.map(aVisitor));
  const answers = await Promise.all(slotIds.map((slotId, i) => book(slotId, patients[i]!)));
  for (const [i, { status, body }] of answers.entries()) {
    expect(status).toBe(200);
    expect(body).toMatchObject({ slotId: slotIds[i], patientId: patients[i] });
  }
  const { rows } = await app.sql.query<{ n: number }>(
    `select count(*)::int as n from appointment a join place p on p.appointment_id = a.id
      where a.slot_id = p.slot_id and a.place_number = p.number and p.state = 'sold'
        and exists (select from audit_event where resource_id = a.id::text)
        and exists (select from outbox where payload ->> 'appointmentId' = a.id::text)`,
  );
  expect(rows[0]!.n).toBe(24);
  expect(await statements()).toBeLessThan(24);
});

it('refuses the one that may not and books all the others', async () => {
  const { slotIds } = await aClinic(app, { slots: 12, capacity: 1 });
  const patients = await Promise.all(slotIds.map(aVisitor));
  const elsewhere = await aClinic(app, { slots: 1, capacity: 1 });
  const twice = patients[7]!;
  // In another department the same day is fine; a second visit in this one is not.
  expect((await book(slotIds[11]!, twice)).status).toBe(200);
  const stranger = await aPatient(app);
  const wishes = slotIds
    .slice(0, 11)
    .map((slotId, i) => [slotId, patients[i]!] as const)
    .concat([[elsewhere.slotIds[0]!, stranger]]);
  const answers = await Promise.all(wishes.map((wish) => book(...wish)));
  const codes = answers.map((answer) => answer.error?.code ?? answer.status);
  expect(codes[7]).toBe('ALREADY_BOOKED');
  expect(codes[11]).toBe('NOT_FOUND');
  expect(codes.filter((code) => code === 200)).toHaveLength(10);
  const { rows } = await app.sql.query<{ free: number }>(
    `select count(*)::int as free from place where slot_id = any($1) and state = 'free'`,
    [[slotIds[7], elsewhere.slotIds[0]]],
  );
  expect(rows[0]!.free).toBe(2);
});

it('deals out the places of one slot among those who ask for it at once, in few statements', async () => {
  const { slotIds } = await aClinic(app, { slots: 1, capacity: 8 });
  const patients = await Promise.all(Array.from({ length: 12 }, aVisitor));
  const answers = await Promise.all(patients.map((patient) => book(slotIds[0]!, patient)));
  const numbers = answers.flatMap(({ status, body }) =>
    status === 200 ? [(body as { queueNumber: number }).queueNumber] : [],
  );
  expect(numbers.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(answers.filter(({ error }) => error?.code === 'SLOT_FULL')).toHaveLength(4);
  const { rows } = await app.sql.query<{ n: number }>(
    `select count(distinct xmin::text)::int as n from appointment where slot_id = $1`,
    [slotIds[0]],
  );
  expect(rows[0]!.n).toBeLessThan(8);
});

it('gives the one patient who asks for many slots at once exactly one', async () => {
  const { slotIds } = await aClinic(app, { slots: 8, capacity: 2 });
  const patientId = await aVisitor();
  const answers = await Promise.all(slotIds.map((slotId) => book(slotId, patientId)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ error }) => error?.code === 'ALREADY_BOOKED')).toHaveLength(7);
});
