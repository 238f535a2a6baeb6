/** What happens at the same moment as a suspension: it is seen, or it does not happen. */
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type Answer, type TestApp } from '../../../../test/support/app';
import { aClinic } from '../../../../test/support/clinic';
import { signInStaff } from '../../../../test/support/people';
import {
  aBooking,
  aPerson,
  aSuspendableClinic,
  casesOf,
  markPaid,
  placeStatesOf,
  suspend,
  type BookedPerson,
  type SuspendableClinic,
} from '../../../../test/support/suspension';
import { ExpireHolds } from '../ending/expire-holds.job';
import { EndUnansweredCases } from './end-unanswered-cases.job';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

type Refusable = Pick<Answer, 'status' | 'error'>;

const create = ({ manager }: SuspendableClinic, rosterIds: string[], as = manager.as) =>
  app.call('createSuspension', { body: { rosterIds, reason: 'emergency' }, as });

async function people(
  count: number,
  branchId: string,
): Promise<Omit<BookedPerson, 'appointmentId'>[]> {
  const made: Omit<BookedPerson, 'appointmentId'>[] = [];
  for (let i = 0; i < count; i++) made.push(await aPerson(app, { branchId }));
  return made;
}

/** Live visits of a clinic, each with whether a case follows it. */
async function liveVisits(rosterId: string): Promise<{ status: string; has_case: boolean }[]> {
  const { rows } = await app.sql.query<{ status: string; has_case: boolean }>(
    `select a.status, a.is_suspended and exists (
        select 1 from suspension_case c where c.appointment_id = a.id and c.resolved_at is null) as has_case
       from appointment a join slot s on s.id = a.slot_id
      where s.roster_id = $1 and a.status in ('pending', 'booked', 'arrived')`,
    [rosterId],
  );
  return rows;
}

/** What a claim writes, in a transaction that is not over yet. */
async function claimAs(
  client: PoolClient,
  kind: 'booked' | 'held',
  slotId: string,
  patientId: string,
): Promise<void> {
  const [id, holdId] = [app.newId(), kind === 'held' ? app.newId() : null];
  const now = app.clock.now();
  await client.query(
    `update place set state = $3, appointment_id = $2, hold_id = $4 where slot_id = $1 and number = 1`,
    [slotId, id, holdId ? 'held' : 'sold', holdId],
  );
  await client.query(
    `insert into appointment (id, appointment_no, patient_id, channel, slot_id, place_number, doctor_id,
       department_id, branch_id, date, period, starts_at, ends_at, status, exclusivity_key, fee_fen, fee_state,
       check_in_code, created_at, booked_at)
     select $1::uuid, $1::text, $2, 'wechat', s.id, 1, s.doctor_id, s.department_id, s.branch_id, s.date, s.period,
       s.starts_at, s.ends_at, $5, $1::text, s.fee_fen, $6, $1::text, $4, $4
       from slot s where s.id = $3`,
    [id, patientId, slotId, now, holdId ? 'pending' : 'booked', holdId ? 'unpaid' : 'pay-at-desk'],
  );
  if (!holdId) return;
  await client.query(
    `insert into hold (id, slot_id, place_number, appointment_id, state, created_at, expires_at)
     values ($1, $2, 1, $3, 'active', $4, $4::timestamptz + interval '10 minutes')`,
    [holdId, slotId, id, now],
  );
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a clinic that is being suspended', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'takes in nobody who is not told (round %i)',
    async (round) => {
      const house = await aSuspendableClinic(app, { slots: 2, capacity: 20 });
      const { clinic, desk } = house;
      const elsewhere = await aClinic(app, {
        branchId: clinic.branchId,
        departmentId: clinic.departmentId,
        date: '2026-03-06',
      });
      const [first, second] = clinic.slotIds as [string, string];
      const crowd = await people(14, clinic.branchId);
      const movers: BookedPerson[] = [];
      for (let i = 0; i < 3; i++) movers.push(await aBooking(app, elsewhere.slotIds[0]!));
      const leavers: BookedPerson[] = [];
      for (let i = 0; i < 4; i++) leavers.push(await aBooking(app, first));
      const wishes = crowd.map(({ patientId, as }, index): (() => Promise<Refusable>) => {
        const body = { slotId: index % 2 ? first : second, patientId };
        if (index % 3 === 0) return () => app.call('holdPlace', { body, as });
        if (index % 3 === 1) return () => app.call('bookPlace', { body, as });
        return () =>
          app.call('bookForPatient', { body: { ...body, channel: 'desk' }, as: desk.as });
      });
      wishes.push(
        ...movers.map(
          ({ appointmentId, as }) =>
            () =>
              app.call('rescheduleMyAppointment', {
                params: { appointmentId },
                body: { slotId: second },
                as,
              }),
        ),
        ...leavers.map(
          ({ appointmentId, as }) =>
            () =>
              app.call('cancelMyAppointment', {
                params: { appointmentId },
                body: { reason: 'other' },
                as,
              }),
        ),
      );
      const suspension = () => wait(round * 8).then(() => create(house, [clinic.rosterId]));
      const [made, ...answers] = await Promise.all([
        suspension(),
        ...wishes.map((wish, index) => wait(index * 3).then(() => wish())),
      ]);
      expect(made.error).toBeUndefined();
      for (const answer of answers) {
        if (answer.status !== 200) expect(answer.error?.code).toMatch(/SLOT_NOT_OPEN|SLOT_FULL/);
      }
      const live = await liveVisits(clinic.rosterId);
      expect(live.every((visit) => visit.status === 'booked' && visit.has_case)).toBe(true);
      const places = await placeStatesOf(app, clinic.rosterId);
      expect(places).toEqual({
        closed: 40 - live.length,
        ...(live.length && { sold: live.length }),
      });
      const open = (await casesOf(app, made.body.id, desk.as)).filter((each) => !each.resolvedAt);
      expect(open).toHaveLength(live.length);
    },
    60_000,
  );

  it.each([
    ['booked', { cases: 1, told: 1 }, { closed: 2, sold: 1 }],
    ['held', { cases: 0 }, { closed: 3 }],
  ] as const)('waits for a claim that has its place already: %s', async (kind, counted, places) => {
    const house = await aSuspendableClinic(app, { slots: 1, capacity: 3 });
    const { clinic } = house;
    const { patientId } = await aPerson(app);
    const client = await app.sql.connect();
    let isDone = false;
    try {
      await client.query('begin');
      await claimAs(client, kind, clinic.slotIds[0]!, patientId);
      const suspending = create(house, [clinic.rosterId]).finally(() => (isDone = true));
      await wait(400);
      expect(isDone).toBe(false);
      await client.query('commit');
      expect((await suspending).body).toMatchObject(counted);
    } finally {
      client.release();
    }
    expect(await placeStatesOf(app, clinic.rosterId)).toEqual(places);
    const live = await liveVisits(clinic.rosterId);
    expect(live).toEqual(kind === 'booked' ? [{ status: 'booked', has_case: true }] : []);
  });

  it.each([0, 15, 30])('gives no offer away that is taken at that moment (%i ms)', async (ms) => {
    const house = await aSuspendableClinic(app, { slots: 1, capacity: 1 });
    const { clinic } = house;
    const slotId = clinic.slotIds[0]!;
    const holder = await aBooking(app, slotId);
    const waiting = await aPerson(app);
    const { as, patientId } = waiting;
    const wish = { kind: 'slot', slotId };
    const entry = await app.call('joinWaitlist', { body: { patientId, wish }, as });
    await app.call('cancelMyAppointment', {
      params: { appointmentId: holder.appointmentId },
      body: { reason: 'other' },
      as: holder.as,
    });
    const params = { entryId: entry.body.id };
    const offered = await app.call('getMyWaitlistEntry', { params, as });
    const offerId = offered.body.offer!.id;
    const [made, taken] = await Promise.all([
      create(house, [clinic.rosterId]),
      wait(ms).then(() =>
        app.call('acceptWaitlistOffer', { params, body: { offerId, pay: 'desk' }, as }),
      ),
    ]);
    expect(made.error).toBeUndefined();
    const isTaken = taken.status === 200;
    expect(made.body.cases).toBe(isTaken ? 1 : 0);
    expect(await placeStatesOf(app, clinic.rosterId)).toEqual(
      isTaken ? { sold: 1 } : { closed: 1 },
    );
    const after = await app.call('getMyWaitlistEntry', { params, as });
    expect(after.body.state).toBe(isTaken ? 'fulfilled' : 'ended');
  });

  it('is suspended once, also by two at the same time and in another order', async () => {
    const house = await aSuspendableClinic(app);
    const { branchId, departmentId, rosterId } = house.clinic;
    const other = await aClinic(app, { branchId, departmentId });
    await aBooking(app, house.clinic.slotIds[0]!);
    const colleague = await signInStaff(app, { role: 'manager', branchId, departmentId });
    const answers = await Promise.all([
      create(house, [rosterId, other.rosterId]),
      create(house, [other.rosterId, rosterId], colleague.as),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const refused = answers.find((answer) => answer.status === 409);
    expect(refused?.error?.code).toBe('CLINIC_SUSPENDED');
    const { rowCount } = await app.sql.query(
      `select 1 from suspension_roster where roster_id = $1`,
      [rosterId],
    );
    expect(rowCount).toBe(1);
  });

  it('ends holds beside the sweep that ends them too', async () => {
    const house = await aSuspendableClinic(app, { slots: 1, capacity: 12 });
    const slotId = house.clinic.slotIds[0]!;
    for (const { patientId, as } of await people(8, house.clinic.branchId)) {
      await app.call('holdPlace', { body: { slotId, patientId }, as });
    }
    app.clock.advance(11 * 60_000);
    const [made] = await Promise.all([
      create(house, [house.clinic.rosterId]),
      app.runJob(ExpireHolds),
      app.runJob(ExpireHolds),
    ]);
    expect(made.error).toBeUndefined();
    expect(await liveVisits(house.clinic.rosterId)).toEqual([]);
    expect(await placeStatesOf(app, house.clinic.rosterId)).toEqual({ closed: 12 });
  });
});

describe('a case', () => {
  it('is resolved once, whoever is faster: the patient, the staff or the hour', async () => {
    const house = await aSuspendableClinic(app, { slots: 1, capacity: 12 });
    const booked: BookedPerson[] = [];
    for (let i = 0; i < 8; i++) {
      booked.push(await aBooking(app, house.clinic.slotIds[0]!));
      await markPaid(app, booked[i]!);
    }
    const suspension = await suspend(app, house);
    const cases = await casesOf(app, suspension.id, house.desk.as);
    app.clock.set('2026-03-03T21:00:00+08:00');
    const params = { suspensionId: suspension.id };
    await Promise.all([
      ...booked.map(({ appointmentId, as }) =>
        app.call('answerMySuspensionCase', {
          params: { appointmentId },
          body: { choice: 'cancel' },
          as,
        }),
      ),
      app.call('resolveSuspensionCases', {
        params,
        body: { choice: 'cancel', caseIds: cases.map((each) => each.id) },
        as: house.desk.as,
      }),
      app.runJob(EndUnansweredCases),
      app.runJob(EndUnansweredCases),
    ]);
    const { rows } = await app.sql.query<{ cancelled: number; refunds: number; events: number }>(
      `select (select count(*)::int from suspension_case where suspension_id = $1 and state = 'cancelled') as cancelled,
         (select count(*)::int from refund f join payment_order o on o.id = f.payment_id
           where o.appointment_id = any($2)) as refunds,
         (select count(*)::int from outbox where event = 'appointment.cancelled'
           and payload ->> 'appointmentId' = any($2::text[])) as events`,
      [suspension.id, booked.map((person) => person.appointmentId)],
    );
    expect(rows[0]).toEqual({ cancelled: 8, refunds: 8, events: 8 });
  });

  it('keeps the suspension open until the very last one', async () => {
    const house = await aSuspendableClinic(app, { date: '2026-03-10', slots: 1 });
    const booked = [
      await aBooking(app, house.clinic.slotIds[0]!),
      await aBooking(app, house.clinic.slotIds[0]!),
    ];
    const suspension = await suspend(app, house);
    const params = { suspensionId: suspension.id };
    const close = () => app.call('closeSuspension', { params, as: house.manager.as });
    const answers = await Promise.all([
      ...booked.map(({ appointmentId, as }) =>
        app.call('answerMySuspensionCase', {
          params: { appointmentId },
          body: { choice: 'cancel' },
          as,
        }),
      ),
      ...Array.from({ length: 6 }, (_, index) => wait(index * 10).then(close)),
    ]);
    for (const answer of answers) {
      expect(answer.error?.code ?? '').toMatch(/^(SUSPENSION_CASES_OPEN|INVALID_STATE|)$/);
    }
    await close();
    const { rows } = await app.sql.query<{ state: string; late: boolean }>(
      `select s.state, exists (select 1 from suspension_case c
          where c.suspension_id = s.id and c.resolved_at is null) as late
         from clinic_suspension s where s.id = $1`,
      [suspension.id],
    );
    expect(rows).toEqual([{ state: 'closed', late: false }]);
  });
});
