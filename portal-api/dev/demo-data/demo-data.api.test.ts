import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResidentIdentity, roles } from '@suizhen/contract';
import { createTestDatabase, type TestDatabase } from '../../test/support/database';
import { nextTime, usualStart } from '../../test/support/hospital-time';
import { addDays, instantAt, localTimeOf } from '../../src/kernel/local-date';
import { Secrets } from '../../src/kernel/secrets';
import { sniffFile } from '../../src/modules/files/sniff-file';
import { verifyPassword } from '../../src/modules/identity/staff/password-hash';
import { moveClockTo } from '../launcher/local-clock';
import { portalAccounts, staffAccounts } from './accounts';
import { demoContext } from './demo-context';
import { fillDemoHospital } from './fill';
import { addManyPatients } from './many-patients';

let database: TestDatabase;
let client: Client;
let today: string;
const secrets = new Secrets(`t1:${'ab'.repeat(32)}`, 'cd'.repeat(32));

async function fillAt(start: string): Promise<void> {
  database = await createTestDatabase();
  await moveClockTo(database.ownerUrl, nextTime(start, new Date()));
  client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  await fillDemoHospital(client, secrets);
  today = (await demoContext(client, secrets)).today;
}
async function forget(): Promise<void> {
  await client.end();
  await database.drop();
}

const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await client.query(text, values)).rows as T[];
const count = async (text: string, values: unknown[] = []): Promise<number> =>
  Number((await rows<{ count: string }>(`select count(*) from ${text}`, values))[0]?.count);

// Whoever starts it for the first time may do so on any day, at any hour.
const starts = [usualStart, 'Sun 23:50', 'Sat 00:05'];

describe.each(starts)('the demonstration hospital of %s', (start) => {
  beforeAll(() => fillAt(start));
  afterAll(forget);

  it('has two branches, twenty departments and sixty doctors with titles and specialities', async () => {
    expect(await count('branch')).toBe(2);
    expect(await count('(select distinct name from department) names')).toBeGreaterThanOrEqual(20);
    expect(
      await count(`doctor where specialty <> '' and pinyin_initials <> ''`),
    ).toBeGreaterThanOrEqual(60);
    const titles = await rows(`select distinct title from doctor`);
    expect(titles.length).toBeGreaterThanOrEqual(3);
    expect(await count(`doctor where default_service_id is null`)).toBe(0);
    expect(await count(`service where kind = 'registration' and price_fen > 0`)).toBe(4);
  });

  it('has rosters on each of the next fourteen days, in each branch', async () => {
    for (let day = 0; day <= 14; day++) {
      const open = `roster where date = $1 and branch_id = $2`;
      for (const { id } of await rows<{ id: string }>(`select id from branch`)) {
        expect(await count(open, [addDays(today, day), id])).toBeGreaterThan(0);
      }
    }
    expect(await count(`roster where date = $1`, [addDays(today, -30)])).toBeGreaterThan(0);
  });

  it('has two hundred patients whose documents agree with their birth date and sex', async () => {
    const patients = await rows<{ identity_cipher: string; birth_date: string; gender: string }>(
      `select identity_cipher, birth_date::text, gender from patient where identity_type = 'resident-id'`,
    );
    expect(patients.length).toBeGreaterThanOrEqual(200);
    for (const patient of patients) {
      const read = readResidentIdentity(secrets.decrypt(patient.identity_cipher), today);
      expect(read).toEqual({
        ok: true,
        value: { birthDate: patient.birth_date, gender: patient.gender },
      });
    }
  });

  it('has past appointments in every final state, ended by each who can end one', async () => {
    const past = await rows<{ status: string; by: string | null }>(
      `select distinct status, cancelled_by as by from appointment where date < $1 order by 1, 2`,
      [today],
    );
    expect(past).toEqual([
      { status: 'cancelled', by: 'patient' },
      { status: 'cancelled', by: 'staff' },
      { status: 'cancelled', by: 'system' },
      { status: 'fulfilled', by: null },
      { status: 'noshow', by: null },
    ]);
    expect(
      await count(`appointment where status = 'booked' and date > $1`, [today]),
    ).toBeGreaterThan(50);
  });

  it('has payments and refunds that agree with the appointments', async () => {
    const states = await rows<{ state: string }>(
      `select distinct state from payment_order order by 1`,
    );
    expect(states.map((row) => row.state)).toEqual(['closed', 'paid', 'refunded']);
    const wrong = await count(`appointment a left join payment_order p on p.appointment_id = a.id
      where (a.fee_state = 'paid') <> coalesce(p.state = 'paid', false)
         or (a.fee_state = 'refunded') <> coalesce(p.state = 'refunded', false)`);
    expect(wrong).toBe(0);
    expect(
      await count(`payment_order p left join refund r on r.payment_id = p.id
        where (p.state = 'refunded') <> (r.id is not null)`),
    ).toBe(0);
  });

  it('gives the demo accounts something in every state a patient meets, and messages about it', async () => {
    const states = await rows<{ status: string; fee_state: string }>(
      `select distinct a.status, a.fee_state from appointment a join account on account.id = a.account_id
       where account.phone_index = any($1) order by 1, 2`,
      [portalAccounts.map((account) => secrets.index('phone', account.phone))],
    );
    expect(states).toEqual([
      { status: 'booked', fee_state: 'paid' },
      { status: 'booked', fee_state: 'pay-at-desk' },
      { status: 'cancelled', fee_state: 'refunded' },
      { status: 'cancelled', fee_state: 'unpaid' },
      { status: 'fulfilled', fee_state: 'paid' },
      { status: 'noshow', fee_state: 'pay-at-desk' },
    ]);
    const kinds = await rows<{ kind: string }>(
      `select distinct kind from inbox_message order by 1`,
    );
    expect(kinds.map((row) => row.kind)).toEqual([
      'appointment-booked',
      'appointment-cancelled',
      'payment-received',
      'refund-completed',
      'waitlist-offered',
    ]);
    expect(await count(`inbox_message where read_at is null`)).toBeGreaterThan(0);
  });

  it('has queues that agree with the visits, receipts and versions', async () => {
    const torn = await count(
      `queue_entry e join appointment a on a.id = e.appointment_id
      where (e.state = 'done') <> (a.status = 'fulfilled') or a.date <> $1
         or e.checked_in_at > coalesce(e.called_at, e.checked_in_at)`,
      [today],
    );
    expect(torn).toBe(0);
    const unnumbered = await count(`queue q where q.version <>
      (select count(*) from queue_change c where c.roster_id = q.roster_id)`);
    expect(unnumbered).toBe(0);
    if (start === usualStart) {
      expect(await count(`queue_entry where state = 'waiting'`)).toBeGreaterThan(3);
      expect(await count(`queue_entry where state = 'in-visit'`)).toBeGreaterThan(0);
    }
    expect(await count('device')).toBe(3);
  });

  it('keeps the invariants of places', async () => {
    const leaks = await count(`slot where capacity <>
      (select count(*) from place where place.slot_id = slot.id)`);
    expect(leaks).toBe(0);
    const taken = await count(`place full join (
        select * from appointment where status in ('pending', 'booked', 'arrived', 'fulfilled', 'noshow')) a
      on a.slot_id = place.slot_id and a.place_number = place.number
      where (place.state = 'sold') <> (a.id is not null) or place.appointment_id is distinct from a.id`);
    expect(taken).toBe(0);
    expect(
      await count(`appointment where created_at > booked_at or cancelled_at < created_at`),
    ).toBe(0);
  });

  it('has a line before a booked-out clinic, whose head is being offered a place', async () => {
    const states = await rows<{ state: string }>(
      `select distinct state from waitlist_entry order by 1`,
    );
    expect(states.map((row) => row.state)).toEqual(['offered', 'waiting', 'withdrawn']);
    const torn = await count(
      `waitlist_offer o full join place on place.slot_id = o.slot_id and place.number = o.place_number
        where (o.state = 'open') <> (place.state = 'offered') or o.expires_at <= o.offered_at`,
    );
    expect(torn).toBe(0);
    // Nobody waits for what they could simply book.
    const idle = await count(`waitlist_entry e join place on place.slot_id = e.slot_id
      where place.state = 'free' and place.channel in ('any', 'wechat')`);
    expect(idle).toBe(0);
    expect(await count(`reschedule where kind = 'patient'`)).toBe(1);
  });

  it('has a suspension that is done and one with calls to make', async () => {
    expect(await rows(`select state from clinic_suspension order by 1`)).toEqual([
      { state: 'closed' },
      { state: 'open' },
    ]);
    const cases = await rows<{ suspension: string; state: string }>(
      `select distinct s.state as suspension, c.state from suspension_case c
         join clinic_suspension s on s.id = c.suspension_id order by 1, 2`,
    );
    for (const { suspension, state } of cases) {
      expect(['rescheduled', 'cancelled'].includes(state)).toBe(suspension === 'closed');
    }
    const calls = await rows<{ due_at: Date }>(
      `select due_at from work_item where kind = 'call' and state = 'open'`,
    );
    expect(calls).toHaveLength(2);
    for (const { due_at: due } of calls) {
      expect(localTimeOf(due) >= '08:00' && localTimeOf(due) <= '18:00').toBe(true);
    }
    expect(
      await count(
        `slot join place on place.slot_id = slot.id where slot.is_closed and place.state = 'free'`,
      ),
    ).toBe(0);
  });

  it('has missed visits that count, somebody who is suspended, and two appeals', async () => {
    expect(await count(`credit_event where kind = 'no-show'`)).toBeGreaterThan(5);
    expect(await count(`patient_credit where suspended_until > now()`)).toBeGreaterThan(0);
    expect(await count(`patient_credit where suspended_until is null`)).toBeGreaterThan(3);
    const appeals = await rows(`select state from credit_appeal order by state`);
    expect(appeals).toEqual([{ state: 'open' }, { state: 'rejected' }]);
    const [file] = await rows<{ content: Buffer; bytes: number }>(
      `select content, bytes from stored_file where attached_to = 'credit-appeal'`,
    );
    const document = secrets.open(file!.content);
    expect(sniffFile(document).contentType).toBe('application/pdf');
    expect(document.length).toBe(file!.bytes);
  });

  it('has diaries, papers and teeth of the families, and a reading that somebody should call about', async () => {
    expect(await count(`vital_reading`)).toBeGreaterThan(150);
    expect(await rows(`select distinct kind from vital_reading`)).toHaveLength(5);
    expect(await count(`vital_reading where is_beyond_limits`)).toBeGreaterThan(1);
    const alarms = await rows(`select state from vital_alarm order by state`);
    expect(alarms).toEqual([{ state: 'acknowledged' }, { state: 'open' }]);
    expect(await count(`vital_alarm where limit_text = ''`)).toBe(0);
    expect(await count(`work_item where kind = 'vital-alarm' and state = 'open'`)).toBe(1);
    expect(await count('health_document')).toBe(2);
    expect(await rows(`select distinct state from dental_work_order order by 1`)).toEqual([
      { state: 'fitted' },
      { state: 'in-lab' },
    ]);
    const files = await rows<{ content: Buffer; content_type: string }>(
      `select content, content_type from stored_file where attached_to in ('health-document', 'dental-picture')`,
    );
    expect(files).toHaveLength(5);
    for (const file of files) {
      expect(sniffFile(secrets.open(file.content)).contentType).toBe(file.content_type);
    }
  });

  it('has last week’s bills, all right but one, and drawers that were counted yesterday', async () => {
    const bills = await rows<{ state: string; n: number }>(
      `select state, count(*)::int as n from reconciliation where date < $1 group by state order by state`,
      [today],
    );
    expect(bills).toEqual([
      { state: 'differences', n: 1 },
      { state: 'matched', n: 6 },
    ]);
    expect(await count(`reconciliation_row where state = 'open'`)).toBe(1);
    expect(await count(`work_item where kind = 'reconciliation' and state = 'open'`)).toBe(1);
    expect(await count(`provider_bill_row`)).toBeGreaterThan(20);
    expect(await count(`cashier_day where date = $1`, [addDays(today, -1)])).toBe(2);
  });

  it('has no payment of today that the simulated payment company does not know', async () => {
    const since = [instantAt(today)];
    const online = `payment_order where method like 'wechat-%'`;
    expect(await count(`${online} and paid_at >= $1`, since)).toBe(0);
    expect(
      await count(
        `refund r join payment_order o on o.id = r.payment_id and o.method like 'wechat-%'
          where r.requested_at >= $1`,
        since,
      ),
    ).toBe(0);
  });

  it('has an account for each role, with the password it says', async () => {
    const staffed = await rows<{ role_id: string }>(`select distinct role_id from staff_role`);
    expect(staffed.map((row) => row.role_id).sort()).toEqual([...roles].sort());
    const [desk] = await rows<{ password_hash: string; must_change_password: boolean }>(
      `select password_hash, must_change_password from staff where username = 'desk'`,
    );
    const password = staffAccounts.find((staff) => staff.username === 'desk')?.password ?? '';
    expect(await verifyPassword(password, desk?.password_hash ?? '')).toBe(true);
    expect(desk?.must_change_password).toBe(false);
  });

  it('changes nothing when filled again, and rolls on when the clock has moved', async () => {
    const facts = () =>
      rows(`select (select count(*) from roster) as rosters, (select count(*) from patient) as patients,
        (select count(*) from appointment) as appointments, (select count(*) from staff) as staff`);
    const before = await facts();
    await fillDemoHospital(client, secrets);
    expect(await facts()).toEqual(before);
    await client.query(`update local_clock set offset_ms = offset_ms + 3 * 86400000`);
    await fillDemoHospital(client, secrets);
    expect(await count(`roster where date = $1`, [addDays(today, 18)])).toBeGreaterThan(0);
    const overdue = `appointment where status = 'booked' and date < $1`;
    expect(await count(overdue, [addDays(today, 3)])).toBe(0);
    const leap = 300;
    await client.query(`update local_clock set offset_ms = offset_ms + $1`, [leap * 86_400_000]);
    await fillDemoHospital(client, secrets);
    expect(await count(`roster where date = $1`, [addDays(today, leap + 17)])).toBeGreaterThan(0);
    expect(await count(`roster where date = $1`, [addDays(today, 100)])).toBe(0);
  });

  it('can be given many more patients', async () => {
    const before = await count('patient');
    await addManyPatients(client, secrets, 1_500);
    expect(await count('patient')).toBe(before + 1_500);
  });
});
