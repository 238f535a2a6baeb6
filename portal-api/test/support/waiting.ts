import { randomUUID } from 'node:crypto';
import type { ResponseOf } from '@suizhen/contract';
import { expect } from 'vitest';
import type { TestApp } from './app';
import { aClinic, aPatient, type ClinicOptions, type TestClinic } from './clinic';
import { signInAccount, type TestAccount } from './people';

type Mine = ResponseOf<'getMyWaitlistEntry'>;

export interface Person extends TestAccount {
  patientId: string;
}

export interface Booked extends Person {
  appointmentId: string;
}

export type Wish =
  | { kind: 'slot'; slotId: string }
  | { kind: 'half-day'; doctorId: string; date: string; period: 'morning' }
  | { kind: 'doctor'; doctorId: string; from?: string; to?: string };

/** What was done to an entry, in order. */
export const steps = (entry: Mine) => entry.receipts.map((receipt) => receipt.step);

/** What tests of the waitlist do all the time. */
export function waitingRoom(app: () => TestApp) {
  async function aPerson(branchId?: string): Promise<Person> {
    const account = await signInAccount(app());
    const patientId = await aPatient(app(), {
      proxies: [account.accountId],
      ...(branchId ? { branchId } : {}),
    });
    return { ...account, patientId };
  }

  /** A clinic whose first slot is taken by so many. */
  async function aFullClinic(
    options: ClinicOptions = {},
  ): Promise<{ clinic: TestClinic; slotId: string; booked: Booked[] }> {
    const clinic = await aClinic(app(), { capacity: 1, slots: 1, ...options });
    const slotId = clinic.slotIds[0]!;
    const booked: Booked[] = [];
    for (let i = 0; i < (options.capacity ?? 1); i++) {
      const person = await aPerson();
      const answer = await app().call('bookPlace', {
        body: { slotId, patientId: person.patientId },
        as: person.as,
      });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      booked.push({ ...person, appointmentId: answer.body.id });
    }
    return { clinic, slotId, booked };
  }

  function join(person: Person, wish: Wish) {
    const body = { patientId: person.patientId, wish };
    return app().call('joinWaitlist', { body, as: person.as, idempotencyKey: randomUUID() });
  }

  async function joined(wish: Wish): Promise<Person & { entryId: string }> {
    app().clock.advance(1_000);
    const person = await aPerson();
    const answer = await join(person, wish);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return { ...person, entryId: answer.body.id };
  }

  function cancel(visit: Booked) {
    return app().call('cancelMyAppointment', {
      params: { appointmentId: visit.appointmentId },
      body: { reason: 'other' },
      as: visit.as,
    });
  }

  async function look(who: Person & { entryId: string }): Promise<Mine> {
    const params = { entryId: who.entryId };
    return (await app().call('getMyWaitlistEntry', { params, as: who.as })).body;
  }

  async function accept(
    who: Person & { entryId: string },
    pay: 'online' | 'desk' = 'online',
    idempotencyKey: string = randomUUID(),
    offerId?: string,
  ) {
    return app().call('acceptWaitlistOffer', {
      params: { entryId: who.entryId },
      body: { offerId: offerId ?? (await look(who)).offer?.id ?? randomUUID(), pay },
      as: who.as,
      idempotencyKey,
    });
  }

  async function decline(who: Person & { entryId: string }) {
    return app().call('declineWaitlistOffer', {
      params: { entryId: who.entryId },
      body: { offerId: (await look(who)).offer?.id ?? randomUUID() },
      as: who.as,
    });
  }

  async function places(slotId: string): Promise<Record<string, number>> {
    const { rows } = await app().sql.query<{ state: string; n: number }>(
      `select state, count(*)::int as n from place where slot_id = $1 group by state`,
      [slotId],
    );
    return Object.fromEntries(rows.map((row) => [row.state, row.n]));
  }

  return { aPerson, aFullClinic, join, joined, cancel, look, accept, decline, places };
}
