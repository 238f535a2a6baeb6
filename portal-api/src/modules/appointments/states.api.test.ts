import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { aClinic, aPatient } from '../../../test/support/clinic';
import { UnitOfWork, type StateTable, type Tx } from '../../kernel';
import { PaymentOrders } from '../payments/payment-order.repository';
import { paymentOrderStates } from '../payments/payment-order.states';
import { Refunds } from '../payments/refund.repository';
import { refundStates } from '../payments/refund.states';
import { appointmentStates } from './appointment.states';
import { Appointments } from './ending/appointment.repository';
import { holdStates } from './hold.states';
import { placeStates } from './place.states';
import { rescheduleStates } from './rescheduling/reschedule.states';
import { Reschedules } from './rescheduling/reschedules.repository';
import { waitlistEntryStates } from './waitlist/waitlist-entry.states';
import { waitlistOfferStates } from './waitlist/waitlist-offer.states';
import { Waitlist } from './waitlist/waitlist.repository';

let app: TestApp;
let unitOfWork: UnitOfWork;
let appointments: Appointments;
interface Ids {
  appointment: string;
  slot: string;
  hold: string;
  payment: string;
  refund: string;
  entry: string;
  offer: string;
  reschedule: string;
}
let ids: Ids;

beforeAll(async () => {
  app = await startTestApp();
  unitOfWork = await app.get(UnitOfWork);
  appointments = await app.get(Appointments);
  ids = await oneOfEach();
});
afterAll(() => app?.close());

/** One row of each kind that belong together; the owner puts them into whatever state a case needs. */
async function oneOfEach(): Promise<Ids> {
  const clinic = await aClinic(app);
  const slot = clinic.slotIds[0]!;
  const patient = await aPatient(app);
  const made = {
    appointment: app.newId(),
    slot,
    hold: app.newId(),
    payment: app.newId(),
    refund: app.newId(),
    entry: app.newId(),
    offer: app.newId(),
    reschedule: app.newId(),
  };
  const now = app.clock.now();
  await app.sql.query(
    `insert into appointment (id, appointment_no, patient_id, channel, slot_id, place_number, doctor_id, department_id,
       branch_id, date, period, starts_at, ends_at, status, exclusivity_key, fee_fen, fee_state, check_in_code, created_at)
     select $1, 'A1', $2, 'wechat', s.id, 1, s.doctor_id, s.department_id, s.branch_id, s.date, s.period, s.starts_at,
       s.ends_at, 'pending', 'k', 2500, 'unpaid', 'C1', $4 from slot s where s.id = $3`,
    [made.appointment, patient, slot, now],
  );
  await app.sql.query(
    `insert into hold (id, slot_id, place_number, appointment_id, state, created_at, expires_at)
     values ($1, $2, 1, $3, 'active', $4, $4)`,
    [made.hold, slot, made.appointment, now],
  );
  await app.sql.query(
    `insert into payment_order (id, payment_no, appointment_id, patient_id, method, state, amount_fen, description,
       created_at, expires_at) values ($1, 'P1', $2, $3, 'wechat-native', 'created', 2500, '', $4, $4)`,
    [made.payment, made.appointment, patient, now],
  );
  await app.sql.query(
    `insert into refund (id, refund_no, payment_id, amount_fen, reason, state, requested_at)
     values ($1, 'R1', $2, 2500, '', 'requested', $3)`,
    [made.refund, made.payment, now],
  );
  await app.sql.query(
    `insert into waitlist_entry (id, patient_id, channel, target, wish_key, slot_id, doctor_id, department_id, branch_id,
       from_date, to_date, state, joined_at, ends_at)
     select $1, $2, 'wechat', 'slot', 'w', s.id, s.doctor_id, s.department_id, s.branch_id, s.date, s.date, 'waiting',
       $4, s.starts_at from slot s where s.id = $3`,
    [made.entry, patient, slot, now],
  );
  await app.sql.query(
    `insert into waitlist_offer (id, entry_id, slot_id, place_number, round, exclusivity_key, date, starts_at, ends_at,
       fee_fen, state, offered_at, expires_at)
     select $1, $2, s.id, 1, 0, 'k', s.date, s.starts_at, s.ends_at, 0, 'open', $4, $4 from slot s where s.id = $3`,
    [made.offer, made.entry, slot, now],
  );
  await app.sql.query(
    `insert into reschedule (id, appointment_id, kind, state, from_slot_id, from_number, from_starts_at, from_fee_fen,
       to_slot_id, to_number, to_fee_fen, due_fen, hold_id, created_at, expires_at)
     values ($1, $2, 'patient', 'awaiting-payment', $3, 1, $5, 0, $3, 2, 0, 0, $4, $5, $5)`,
    [made.reschedule, made.appointment, slot, made.hold, now],
  );
  return made;
}

interface Kind {
  name: string;
  table: StateTable<string>;
  put: (state: string) => Promise<unknown>;
  move: (tx: Tx, to: string) => Promise<boolean>;
  /** Moves that only other code makes: claims take free places, rosters close them. */
  targets?: readonly string[];
}

const put = (table: string, id: () => string) => (state: string) =>
  app.sql.query(`update ${table} set state = $2 where id = $1`, [id(), state]);

const kinds: Kind[] = [
  {
    name: 'appointment',
    table: appointmentStates,
    put: (state) =>
      app.sql.query(
        `update appointment set status = $2, cancelled_at = case when $2 = 'cancelled' then now() end where id = $1`,
        [ids.appointment, state],
      ),
    move: (tx, to) =>
      appointments.move(
        tx,
        ids.appointment,
        to as 'booked',
        to === 'cancelled' ? { cancelledAt: app.clock.now() } : {},
      ),
  },
  {
    name: 'hold',
    table: holdStates,
    put: put('hold', () => ids.hold),
    move: (tx, to) => appointments.moveHold(tx, ids.appointment, to as 'expired', app.clock.now()),
  },
  {
    name: 'place',
    table: placeStates,
    put: (state) => {
      const isTaken = ['held', 'sold'].includes(state);
      return app.sql.query(
        `update place set state = $2, appointment_id = $3, hold_id = $4 where slot_id = $1 and number = 1`,
        [ids.slot, state, isTaken ? ids.appointment : null, state === 'held' ? ids.hold : null],
      );
    },
    move: (tx, to) => {
      const place = { id: ids.appointment, slot_id: ids.slot, place_number: 1 };
      return appointments.movePlace(tx, place, to as 'free');
    },
    targets: ['free', 'sold'],
  },
  {
    name: 'payment order',
    table: paymentOrderStates,
    put: put('payment_order', () => ids.payment),
    move: async (tx, to) => (await app.get(PaymentOrders)).move(tx, ids.payment, to as 'paid'),
  },
  {
    name: 'refund',
    table: refundStates,
    put: put('refund', () => ids.refund),
    move: async (tx, to) => (await app.get(Refunds)).move(tx, ids.refund, to as 'succeeded'),
  },
  {
    name: 'waitlist entry',
    table: waitlistEntryStates,
    put: (state) =>
      app.sql.query(`update waitlist_entry set state = $2, appointment_id = $3 where id = $1`, [
        ids.entry,
        state,
        state === 'fulfilled' ? ids.appointment : null,
      ]),
    move: async (tx, to) => {
      const appointmentId = to === 'fulfilled' ? ids.appointment : null;
      return (await app.get(Waitlist)).moveEntry(tx, ids.entry, to as 'offered', appointmentId);
    },
  },
  {
    name: 'waitlist offer',
    table: waitlistOfferStates,
    put: (state) =>
      app.sql.query(
        `update waitlist_offer set state = $2, settled_at = case when $2 <> 'open' then now() end where id = $1`,
        [ids.offer, state],
      ),
    move: async (tx, to) => (await app.get(Waitlist)).moveOffer(tx, ids.offer, to as 'declined'),
  },
  {
    name: 'reschedule',
    table: rescheduleStates,
    put: (state) =>
      app.sql.query(
        `update reschedule set state = $2,
           settled_at = case when $2 <> 'awaiting-payment' then now() end where id = $1`,
        [ids.reschedule, state],
      ),
    move: async (tx, to) =>
      (await app.get(Reschedules)).move(tx, ids.reschedule, to as 'completed'),
  },
];

describe.each(kinds)('a $name', ({ table, put: putInto, move, targets }) => {
  for (const from of table.states) {
    for (const to of targets ?? table.states) {
      const isAllowed = table.canMove(from, to);
      it(`${isAllowed ? 'moves' : 'never moves'} from ${from} to ${to}`, async () => {
        await putInto(from);
        // A free, offered or closed place belongs to no appointment, so no appointment moves it.
        const isNobodys = targets !== undefined && ['free', 'offered', 'closed'].includes(from);
        expect(await unitOfWork.run((tx) => move(tx, to))).toBe(isAllowed && !isNobodys);
      });
    }
  }
});

describe('what the code above believes', () => {
  it('cannot put two live appointments on one place', async () => {
    await kinds[0]!.put('booked');
    const again = app.sql.query(
      `insert into appointment (id, appointment_no, patient_id, channel, slot_id, place_number, doctor_id,
         department_id, branch_id, date, period, starts_at, ends_at, status, exclusivity_key, fee_fen, fee_state,
         check_in_code, created_at)
       select $2, 'A2', patient_id, channel, slot_id, place_number, doctor_id, department_id, branch_id, date, period,
         starts_at, ends_at, 'booked', 'other', fee_fen, fee_state, 'C2', created_at from appointment where id = $1`,
      [ids.appointment, randomUUID()],
    );
    await expect(again).rejects.toMatchObject({ constraint: 'appointment_place' });
  });

  it('cannot take a place without saying for whom', async () => {
    const taken = app.sql.query(
      `update place set state = 'sold', appointment_id = null, hold_id = null where slot_id = $1 and number = 2`,
      [ids.slot],
    );
    await expect(taken).rejects.toMatchObject({ constraint: 'place_taken_by' });
  });
});
