/** Places under a rush, through HTTP against two API processes of the built server on one database. */
import { randomUUID } from 'node:crypto';
import type { OperationId } from '@suizhen/contract';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, localDateOf, newId, Secrets } from '../src/kernel';
import { call, type CallOptions, type TestApp } from '../test/support/app';
import { aClinic, aPatient } from '../test/support/clinic';
import { signInAccount, type TestAccount } from '../test/support/people';
import { startProduct, type TestProduct } from '../test/support/product';

let product: TestProduct;
let sql: Pool;
/** What the fixtures need of an application, over the product's database and its first process. */
let app: TestApp;

beforeAll(async () => {
  product = await startProduct({ apiProcesses: 2, demoData: false, web: false });
  sql = new Pool({ connectionString: product.database.ownerUrl, max: 4 });
  const secrets = new Secrets(product.env['DATA_KEYS']!, product.env['INDEX_KEY']!);
  app = {
    sql,
    clock: product.clock,
    newId: () => newId(product.clock.now()),
    get: async () => ({ secrets }),
    call: <K extends OperationId>(id: K, options?: CallOptions) =>
      call(product.apiUrls[0]!, id, options),
  } as unknown as TestApp;
}, 300_000);
afterAll(async () => {
  await sql?.end();
  await product?.stop();
});

interface Booker extends TestAccount {
  patientId: string;
}

async function aCrowd(size: number): Promise<Booker[]> {
  const crowd: Booker[] = [];
  for (let i = 0; i < size; i++) {
    const account = await signInAccount(app);
    crowd.push({ ...account, patientId: await aPatient(app, { proxies: [account.accountId] }) });
  }
  return crowd;
}

/** The nth client talks to the nth process. */
function book(booker: Booker, slotId: string, n: number, idempotencyKey = randomUUID()) {
  const url = product.apiUrls[n % product.apiUrls.length]!;
  const body = { slotId, patientId: booker.patientId };
  return call(url, 'bookPlace', { body, as: booker.as, idempotencyKey });
}

const tomorrow = () => addDays(localDateOf(product.clock.now()), 1);

describe('two API processes', () => {
  it('sell a slot of 20 to 200 at once: exactly 20 booked, 180 SLOT_FULL, the last place sellable', async () => {
    const { slotIds } = await aClinic(app, { capacity: 20, date: tomorrow() });
    const slotId = slotIds[0]!;
    const crowd = await aCrowd(200);
    const keys = crowd.map(() => randomUUID());
    const answers = await Promise.all(crowd.map((booker, n) => book(booker, slotId, n, keys[n])));
    const booked = answers.filter((answer) => answer.status === 200);
    expect(booked).toHaveLength(20);
    expect(answers.filter((answer) => answer.error?.code === 'SLOT_FULL')).toHaveLength(180);
    const numbers = booked.map((answer) => answer.body.queueNumber).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));

    // The same key at the other process: the same appointment, for winners only.
    const again = await Promise.all(crowd.map((booker, n) => book(booker, slotId, n + 1, keys[n])));
    answers.forEach((answer, n) => {
      expect(again[n]!.status).toBe(answer.status);
      if (answer.status === 200) expect(again[n]!.body).toEqual(answer.body);
    });

    const winner = answers.findIndex((answer) => answer.status === 200);
    const loser = crowd[answers.findIndex((answer) => answer.status !== 200)]!;
    const freed = await call(product.apiUrls[1]!, 'cancelMyAppointment', {
      params: { appointmentId: answers[winner]!.body.id },
      body: { reason: 'other' },
      as: crowd[winner]!.as,
    });
    expect(freed.status).toBe(200);
    expect((await book(loser, slotId, 0)).body.queueNumber).toBe(answers[winner]!.body.queueNumber);
    const { rows } = await sql.query(
      `select state, count(*)::int as n from place where slot_id = $1 group by state`,
      [slotId],
    );
    expect(rows).toEqual([{ state: 'sold', n: 20 }]);
  }, 120_000);

  it('make one appointment of one request sent five times at once, whichever process gets it', async () => {
    const { slotIds } = await aClinic(app, { date: tomorrow() });
    const [booker] = await aCrowd(1);
    const key = randomUUID();
    const answers = await Promise.all(
      [0, 1, 2, 3, 4].map((n) => book(booker!, slotIds[0]!, n, key)),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual(answers[0]!.body);
    }
    const changed = await book(booker!, slotIds[1]!, 1, key);
    expect(changed.error?.code).toBe('IDEMPOTENCY_KEY_REUSED');
    const { rows } = await sql.query(`select 1 from appointment where patient_id = $1`, [
      booker!.patientId,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('let one of two patients have the last place, and one place of a patient’s two wishes', async () => {
    const { slotIds } = await aClinic(app, { capacity: 1, date: tomorrow() });
    for (let round = 0; round < 5; round++) {
      const clinic = await aClinic(app, { capacity: 1, date: tomorrow() });
      const pair = await aCrowd(2);
      const answers = await Promise.all(pair.map((one, n) => book(one, clinic.slotIds[0]!, n)));
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    }
    const [booker] = await aCrowd(1);
    const wishes = await Promise.all(slotIds.map((slotId, n) => book(booker!, slotId, n)));
    expect(wishes.map((answer) => answer.error?.code ?? 'booked').sort()).toEqual([
      'ALREADY_BOOKED',
      'booked',
    ]);
    const { rows } = await sql.query(
      `select state, count(*)::int as n from place where slot_id = any($1) group by state order by state`,
      [slotIds],
    );
    expect(rows).toEqual([
      { state: 'free', n: 1 },
      { state: 'sold', n: 1 },
    ]);
  });
});
