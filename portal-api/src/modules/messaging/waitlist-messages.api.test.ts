import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { aClinic, aPatient } from '../../../test/support/clinic';
import { deliveriesOf } from '../../../test/support/outgoing';
import { signInAccount, type TestAccount } from '../../../test/support/people';
import { RunWaitlist } from '../appointments/waitlist/run-waitlist.job';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

let lastPhone = 13_500_000_000;

async function aPerson(): Promise<TestAccount & { patientId: string; phone: string }> {
  const account = await signInAccount(app);
  const phone = String(++lastPhone);
  const patientId = await aPatient(app, { phone, proxies: [account.accountId] });
  return { ...account, patientId, phone };
}

async function inboxOf(account: TestAccount): Promise<{ kind: string; body: string }[]> {
  const { body } = await app.call('listMyMessages', { as: account.as });
  return body.items.map(({ kind, body: text }) => ({ kind, body: text }));
}

async function textsTo(phone: string): Promise<string[]> {
  return (await deliveriesOf(app, phone)).map((one) => one.template);
}

it('tells who waits of every step: the offer with its deadline, what was missed, and the end', async () => {
  const clinic = await aClinic(app, { capacity: 1, slots: 1 });
  const slotId = clinic.slotIds[0]!;
  const first = await aPerson();
  const booking = { body: { slotId, patientId: first.patientId }, as: first.as };
  const { id } = (await app.call('bookPlace', booking)).body;
  const waiting = await aPerson();
  const body = { patientId: waiting.patientId, wish: { kind: 'slot', slotId } };
  await app.call('joinWaitlist', { body, as: waiting.as });
  await app.relay();
  expect(await inboxOf(waiting)).toMatchObject([{ kind: 'waitlist-joined' }]);
  expect(await textsTo(waiting.phone)).toEqual([]);

  const params = { appointmentId: id };
  await app.call('cancelMyAppointment', { params, body: { reason: 'other' }, as: first.as });
  await app.relay();
  const [offered] = await inboxOf(waiting);
  expect(offered?.kind).toBe('waitlist-offered');
  expect(offered?.body).toContain('请在 3月3日 周二 上午 9:30 前接受');
  expect(await textsTo(waiting.phone)).toEqual(['WAITLIST_OFFERED']);

  app.clock.advance(31 * 60_000);
  await app.runJob(RunWaitlist);
  await app.relay();
  expect((await inboxOf(waiting)).map((one) => one.kind)).toContain('waitlist-missed');

  app.clock.set('2026-03-04T08:00:00+08:00');
  await app.runJob(RunWaitlist);
  await app.relay();
  const [ended] = await inboxOf(waiting);
  expect(ended).toMatchObject({ kind: 'waitlist-ended' });
  expect(ended?.body).toContain('已到候补截止时间');
  expect(await textsTo(waiting.phone)).toEqual(['WAITLIST_OFFERED', 'WAITLIST_ENDED']);
});

it('tells once that a visit was moved, and where to', async () => {
  const clinic = await aClinic(app, { date: '2026-03-06' });
  const person = await aPerson();
  const booking = { body: { slotId: clinic.slotIds[0]!, patientId: person.patientId } };
  const { id } = (await app.call('bookPlace', { ...booking, as: person.as })).body;
  const moved = await app.call('rescheduleMyAppointment', {
    params: { appointmentId: id },
    body: { slotId: clinic.slotIds[1]! },
    as: person.as,
  });
  expect(moved.status).toBe(200);
  await app.relay();
  const told = (await inboxOf(person)).filter((one) => one.kind === 'appointment-rescheduled');
  expect(told).toHaveLength(1);
  expect(told[0]!.body).toContain('3月6日 周五 上午 9:30');
  expect(await textsTo(person.phone)).toContain('APPOINTMENT_RESCHEDULED');
});
