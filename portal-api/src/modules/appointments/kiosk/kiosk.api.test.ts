import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, testNow, type TestApp } from '../../../../test/support/app';
import { aClinic, type TestClinic } from '../../../../test/support/clinic';
import { aDevice, type TestDevice } from '../../../../test/support/people';
import { aVisit, type VisitOptions } from '../../../../test/support/visits';

let app: TestApp;
let clinic: TestClinic;
let kiosk: TestDevice;
let phones = 13_700_000_000;

const today = '2026-03-03';

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());
beforeEach(async () => {
  app.clock.set(testNow);
  clinic = await aClinic(app, { date: today, slots: 3 });
  kiosk = await aDevice(app, { kind: 'kiosk', branchId: clinic.branchId });
});

async function somebody(options: VisitOptions = {}) {
  const phone = String(++phones);
  const identityNumber = `E${phone.slice(-8)}`;
  const visit = await aVisit(app, clinic, { phone, identityNumber, ...options });
  const cardNumber = `C${phone.slice(-8)}`;
  await app.sql.query(`update patient set card_number = $2 where id = $1`, [
    visit.patientId,
    cardNumber,
  ]);
  return { ...visit, identityNumber, cardNumber, phoneTail: phone.slice(-4) };
}
const find = (body: object, as = kiosk.as) => app.call('findKioskVisits', { as, body });
const checkIn = (ticket: string, as = kiosk.as, idempotencyKey?: string) =>
  app.call('checkInAtKiosk', {
    as,
    body: { ticket },
    ...(idempotencyKey ? { idempotencyKey } : {}),
  });

describe('who stands at the kiosk', () => {
  it('is found by code, card or document, and gets the slip', async () => {
    const person = await somebody();
    const { cardNumber, identityNumber, phoneTail } = person;
    const ways = [
      { by: 'code', code: person.checkInCode.toLowerCase() },
      { by: 'card', cardNumber, phoneTail },
      { by: 'identity', identityNumber: identityNumber.toLowerCase(), phoneTail },
    ];
    let ticket = '';
    for (const way of ways) {
      const { body } = await find(way);
      expect(body.items).toMatchObject([
        { appointmentId: person.id, patientNameMasked: '王*明', checkInState: 'open' },
      ]);
      ticket = body.items[0]!.ticket;
    }
    const slip = await checkIn(ticket);
    expect(slip.body).toMatchObject({
      patientNameMasked: '王*明',
      queueNumber: person.number,
      ahead: 0,
    });
    const { rows } = await app.sql.query(
      `select action, actor_kind, actor_id from audit_event where patient_id = $1 order by id`,
      [person.patientId],
    );
    expect(rows).toEqual(
      ['check-in.find', 'check-in.find', 'check-in.find', 'appointment.arrive'].map((action) => ({
        action,
        actor_kind: 'device',
        actor_id: kiosk.deviceId,
      })),
    );
    const again = await find({ by: 'code', code: person.checkInCode });
    expect(again.body.items).toMatchObject([{ status: 'arrived', checkInState: 'done' }]);
  });

  it('is nobody alike: unknown, wrong second factor, nothing today, another house', async () => {
    const person = await somebody();
    const { identityNumber, cardNumber } = person;
    const wrongTail = person.phoneTail === '0000' ? '0001' : '0000';
    const tomorrow = await aClinic(app, { branchId: clinic.branchId });
    const later = await aVisit(app, tomorrow);
    const elsewhere = await aVisit(app, await aClinic(app, { date: today }));
    const answers = await Promise.all([
      find({ by: 'identity', identityNumber: 'E00000000', phoneTail: '1234' }),
      find({ by: 'identity', identityNumber, phoneTail: wrongTail }),
      find({ by: 'card', cardNumber, phoneTail: wrongTail }),
      find({ by: 'code', code: later.checkInCode }),
      find({ by: 'code', code: elsewhere.checkInCode }),
      find({ by: 'code', code: 'ZZZZZZZZZZ' }),
    ]);
    for (const { status, body } of answers) expect([status, body]).toEqual([200, { items: [] }]);
    const { rows } = await app.sql.query(
      `select count(*)::int as lines from audit_event where actor_id = $1 and patient_id is null`,
      [kiosk.deviceId],
    );
    expect(rows).toEqual([{ lines: answers.length }]);
  });

  it('serves its own departments only', async () => {
    const elsewhere = await aClinic(app, { date: today, branchId: clinic.branchId });
    const narrow = await aDevice(app, {
      kind: 'kiosk',
      branchId: clinic.branchId,
      departmentIds: [elsewhere.departmentId],
    });
    const person = await somebody();
    const { body } = await find({ by: 'code', code: person.checkInCode }, narrow.as);
    expect(body.items).toEqual([]);
  });
});

describe('a ticket', () => {
  const ticketOf = async (person: { checkInCode: string }) =>
    (await find({ by: 'code', code: person.checkInCode })).body.items[0]!.ticket;

  it('serves once, at the kiosk that gave it', async () => {
    const ticket = await ticketOf(await somebody());
    const other = await aDevice(app, { kind: 'kiosk', branchId: clinic.branchId });
    expect((await checkIn(ticket, other.as)).error?.code).toBe('CODE_INVALID');
    const answers = await Promise.all(Array.from({ length: 5 }, () => checkIn(ticket)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await checkIn(ticket)).error?.code).toBe('CODE_INVALID');
  });

  it('answers the same to a repeated key', async () => {
    const ticket = await ticketOf(await somebody());
    const first = await checkIn(ticket, kiosk.as, 'kiosk-press-1');
    const second = await checkIn(ticket, kiosk.as, 'kiosk-press-1');
    expect(first.status).toBe(200);
    expect(second.body).toEqual(first.body);
  });

  it('is not used up by what stands against checking in', async () => {
    const person = await somebody({ feeState: 'pay-at-desk' });
    const ticket = await ticketOf(person);
    expect((await checkIn(ticket)).error?.code).toBe('PAYMENT_REQUIRED_FIRST');
    await app.sql.query(`update appointment set fee_state = 'paid' where id = $1`, [person.id]);
    expect((await checkIn(ticket)).status).toBe(200);
  });

  it('cannot be made or changed by anybody else', async () => {
    const ticket = await ticketOf(await somebody());
    const [body = '', signature = ''] = ticket.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { e: number };
    claims.e += 60_000;
    const forged = Buffer.from(JSON.stringify(claims)).toString('base64url');
    for (const wrong of [`${forged}.${signature}`, `${body}.${'x'.repeat(43)}`, 'x'.repeat(40)]) {
      expect((await checkIn(wrong)).error?.code).toBe('CODE_INVALID');
    }
  });
});
