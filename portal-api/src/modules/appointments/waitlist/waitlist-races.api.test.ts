/** Many at once: freeing, joining, booking, answering and the worker. The database settles it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startTestApp,
  testNow,
  type Credentials,
  type TestApp,
} from '../../../../test/support/app';
import { aClinic, aPatient, aProxy } from '../../../../test/support/clinic';
import { signInAccount } from '../../../../test/support/people';
import { checkWaitlist } from '../../../../test/support/waitlist';
import { RunWaitlist } from './run-waitlist.job';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());
beforeEach(() => app.clock.set(testNow));

interface Family {
  as: Credentials;
  patientIds: string[];
}

/** One account for many patients: what is raced for is places, not sign-ins. */
async function aFamily(size: number): Promise<Family> {
  const account = await signInAccount(app);
  const patientIds: string[] = [];
  for (let i = 0; i < size; i++) {
    const patientId = await aPatient(app);
    await aProxy(app, account.accountId, patientId);
    patientIds.push(patientId);
  }
  return { as: account.as, patientIds };
}

async function bookAll(family: Family, slotId: string): Promise<string[]> {
  const answers = await Promise.all(
    family.patientIds.map((patientId) =>
      app.call('bookPlace', { body: { slotId, patientId }, as: family.as }),
    ),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  return answers.map((answer) => answer.body.id);
}

const cancel = (family: Family, appointmentId: string) =>
  app.call('cancelMyAppointment', {
    params: { appointmentId },
    body: { reason: 'other' },
    as: family.as,
  });

const join = (family: Family, patientId: string, slotId: string) =>
  app.call('joinWaitlist', {
    body: { patientId, wish: { kind: 'slot', slotId } },
    as: family.as,
  });

/** A full slot with a line before it, longest first. */
async function aLine(capacity: number, waiting: number) {
  const clinic = await aClinic(app, { capacity, slots: 1 });
  const slotId = clinic.slotIds[0]!;
  const booked = await aFamily(capacity);
  const appointmentIds = await bookAll(booked, slotId);
  const line = await aFamily(waiting);
  const entryIds: string[] = [];
  for (const patientId of line.patientIds) {
    app.clock.advance(1_000);
    entryIds.push((await join(line, patientId, slotId)).body.id);
  }
  return { slotId, booked, appointmentIds, line, entryIds };
}

async function entries(ids: readonly string[]) {
  const { rows } = await app.sql.query<{ id: string; state: string; offer_id: string | null }>(
    `select e.id, e.state, o.id as offer_id from waitlist_entry e
       left join waitlist_offer o on o.entry_id = e.id and o.state = 'open'
      where e.id = any($1) order by e.joined_at, e.id`,
    [ids],
  );
  return rows;
}

async function rest(slotId: string): Promise<void> {
  while ((await app.runJob(RunWaitlist)) > 0);
  await checkWaitlist(app, [slotId], true);
}

describe('many at once', () => {
  it('places that come free together go to exactly the heads of the line', async () => {
    const { slotId, booked, appointmentIds, entryIds } = await aLine(20, 30);
    await Promise.all(appointmentIds.map((id) => cancel(booked, id)));
    const states = (await entries(entryIds)).map((entry) => entry.state);
    expect(states).toEqual([...Array(20).fill('offered'), ...Array(10).fill('waiting')]);
    await checkWaitlist(app, [slotId], true);
  });

  it('no place falls between those who free, those who join and those who book', async () => {
    const clinic = await aClinic(app, { capacity: 60, slots: 1 });
    const slotId = clinic.slotIds[0]!;
    const booked = await aFamily(60);
    const appointmentIds = await bookAll(booked, slotId);
    const joining = await aFamily(80);
    const booking = await aFamily(60);
    const answers = await Promise.all([
      ...appointmentIds.map((id) => cancel(booked, id)),
      ...joining.patientIds.map((patientId) => join(joining, patientId, slotId)),
      ...booking.patientIds.map((patientId) =>
        app.call('bookPlace', { body: { slotId, patientId }, as: booking.as }),
      ),
    ]);
    expect(answers).toHaveLength(200);
    const refusals = new Set(answers.map((answer) => answer.error?.code));
    for (const code of refusals) {
      expect([undefined, 'NOTHING_TO_WAIT_FOR', 'SLOT_FULL']).toContain(code);
    }
    await checkWaitlist(app, [slotId]);
    // Even before the worker looks: who joined while nothing was free has not been passed by.
    await checkWaitlist(app, [slotId], true);
    await rest(slotId);
  });

  it('an offer is answered once: taken, passed on, left or missed', async () => {
    const { slotId, booked, appointmentIds, line, entryIds } = await aLine(25, 50);
    await Promise.all(appointmentIds.map((id) => cancel(booked, id)));
    const offered = (await entries(entryIds)).filter((entry) => entry.offer_id !== null);
    expect(offered).toHaveLength(25);
    const answers = await Promise.all(
      offered.flatMap(({ id, offer_id: offerId }) => {
        const options = { params: { entryId: id }, as: line.as };
        return [
          app.call('acceptWaitlistOffer', { ...options, body: { offerId, pay: 'online' } }),
          app.call('acceptWaitlistOffer', { ...options, body: { offerId, pay: 'desk' } }),
          app.call('declineWaitlistOffer', { ...options, body: { offerId } }),
          app.call('leaveWaitlist', options),
        ];
      }),
    );
    for (let i = 0; i < offered.length; i++) {
      const [online, desk, declined, left] = answers.slice(i * 4, i * 4 + 4);
      const taken = [online, desk].filter((answer) => answer!.status === 200).length;
      const isDeclined = declined!.status === 200;
      expect(taken + (isDeclined ? 1 : 0)).toBeLessThanOrEqual(1);
      expect(left!.status).toBe(taken ? 409 : 200);
    }
    await checkWaitlist(app, [slotId]);
    await rest(slotId);
  });

  it('who takes an offer as it runs out either has the place or has not', async () => {
    const { slotId, booked, appointmentIds, line, entryIds } = await aLine(20, 40);
    await Promise.all(appointmentIds.map((id) => cancel(booked, id)));
    const offered = (await entries(entryIds)).filter((entry) => entry.offer_id !== null);
    const timeOut = async () => {
      await new Promise((resolve) => setTimeout(resolve, 15));
      app.clock.advance(31 * 60_000);
      return Promise.all([app.runJob(RunWaitlist), app.runJob(RunWaitlist)]);
    };
    const [answers] = await Promise.all([
      Promise.all(
        offered.map(({ id, offer_id: offerId }, i) =>
          i % 2
            ? app.call('acceptWaitlistOffer', {
                params: { entryId: id },
                body: { offerId, pay: 'desk' },
                as: line.as,
              })
            : app.call('declineWaitlistOffer', {
                params: { entryId: id },
                body: { offerId },
                as: line.as,
              }),
        ),
      ),
      timeOut(),
    ]);
    for (const answer of answers) {
      expect([undefined, 'OFFER_EXPIRED']).toContain(answer.error?.code);
    }
    const accepted = answers.filter((answer, i) => i % 2 && answer.status === 200).length;
    const states = (await entries(offered.map((entry) => entry.id))).map((entry) => entry.state);
    expect(states.filter((state) => state === 'fulfilled')).toHaveLength(accepted);
    await checkWaitlist(app, [slotId]);
    await rest(slotId);
  });

  it('two who want the same patient booked: one of them wins', async () => {
    const { slotId, booked, appointmentIds, line, entryIds } = await aLine(2, 1);
    await cancel(booked, appointmentIds[0]!);
    const [entry] = await entries(entryIds);
    await app.sql.query(`insert into place (slot_id, number, channel) values ($1, 90, 'any')`, [
      slotId,
    ]);
    await app.sql.query(`update slot set capacity = capacity + 1 where id = $1`, [slotId]);
    const [taken, elsewhere] = await Promise.all([
      app.call('acceptWaitlistOffer', {
        params: { entryId: entry!.id },
        body: { offerId: entry!.offer_id, pay: 'desk' },
        as: line.as,
      }),
      app.call('bookPlace', { body: { slotId, patientId: line.patientIds[0]! }, as: line.as }),
    ]);
    expect([taken.error?.code, elsewhere.error?.code].sort()).toEqual([
      'ALREADY_BOOKED',
      undefined,
    ]);
    await app.relay();
    await checkWaitlist(app, [slotId]);
  });

  it('nobody had to be sent away because two waited for each other', async () => {
    // The statistics of a session are told a moment after its transaction.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const { rows } = await app.sql.query<{ deadlocks: string }>(
      `select deadlocks from pg_stat_database where datname = current_database()`,
    );
    expect(Number(rows[0]!.deadlocks)).toBe(0);
  });
});
