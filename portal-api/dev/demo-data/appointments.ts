import type { Channel } from '@suizhen/contract';
import { addMinutes, daysBetween, instantAt, type LocalDate } from '../../src/kernel/local-date';
import { addRows, type DemoContext } from './demo-context';
import { familyAppointments } from './family-appointments';
import { addFamilyMessages } from './family-messages';
import { townPatientId, townSize } from './patients';
import { tellStory, type DemoSlot, type StoryEnd, type StoryRows, type StoryWish } from './story';
import { Seeded } from './seeded';

interface DemoPatient extends Record<string, unknown> {
  id: string;
  account_id: string | null;
}

const aDay = 1_440;

/**
 * What happened, and what is booked, on days that have just got their rosters.
 * @returns how many appointments
 */
export async function addAppointments(context: DemoContext, from: LocalDate): Promise<number> {
  const slots = await slotsFrom(context, from);
  const patients = await townPatients(context);
  const planner = new Planner(context, patients);
  const family = familyAppointments(context, slots);
  for (const wish of family) planner.take(wish);
  for (const [date, ofDay] of byDate(slots)) planner.planDay(date, ofDay);
  await write(context, planner.wishes);
  if (family.length > 0) await addFamilyMessages(context);
  return planner.wishes.length;
}

async function slotsFrom({ sql, now }: DemoContext, from: LocalDate): Promise<DemoSlot[]> {
  return sql.query<DemoSlot>(
    `select s.id, s.doctor_id, doctor.name as doctor_name, s.department_id,
       department.name as department_name, s.branch_id, branch.code as branch_code, s.date::text,
       s.period, s.starts_at, s.ends_at, s.fee_fen, s.release_at, free.numbers, free.channels
     from slot s
     join doctor on doctor.id = s.doctor_id
     join department on department.id = s.department_id
     join branch on branch.id = s.branch_id
     cross join lateral (
       select array_agg(number order by number) as numbers, array_agg(channel order by number) as channels
       from place where slot_id = s.id and state = 'free') free
     where s.date >= $1 and s.release_at < $2 and not s.is_closed and free.numbers is not null
     order by s.date, s.starts_at, s.id`,
    [from, now],
  );
}

async function townPatients({ sql }: DemoContext): Promise<DemoPatient[]> {
  return sql.query<DemoPatient>(
    `select patient.id, proxy.account_id from patient
     left join proxy on proxy.patient_id = patient.id and proxy.ended_at is null and proxy.relation = 'self'
     where patient.id = any($1) and patient.locked_at is null
     order by patient.id`,
    [Array.from({ length: townSize }, (_, n) => townPatientId(n))],
  );
}

function byDate(slots: readonly DemoSlot[]): Map<LocalDate, DemoSlot[]> {
  const days = new Map<LocalDate, DemoSlot[]>();
  for (const slot of slots) {
    const ofDay = days.get(slot.date) ?? [];
    ofDay.push(slot);
    days.set(slot.date, ofDay);
  }
  return days;
}

/** Decides who comes when. Nobody has two appointments in one department on one day. */
class Planner {
  readonly wishes: StoryWish[] = [];
  private readonly busy = new Set<string>();
  /** The simulated payment company never saw these payments: none of them may stand in a bill to come. */
  private readonly lastBilled: Date;

  constructor(
    private readonly context: DemoContext,
    private readonly patients: readonly DemoPatient[],
  ) {
    this.lastBilled = addMinutes(instantAt(context.today), -20);
  }

  planDay(date: LocalDate, slots: readonly DemoSlot[]): void {
    const random = new Seeded(`day/${date}`);
    const ahead = daysBetween(this.context.today, date);
    const wanted = ahead <= 0 ? 64 : Math.max(12, 48 - ahead * 3);
    for (const slot of random.shuffle(slots).slice(0, wanted)) this.book(random, slot);
    // Somebody in demand: a morning in the days to come that is booked out.
    if (ahead >= 1 && ahead <= 6) this.fill(random, slots);
    if (ahead === 0) this.crowdNow(random, slots);
  }

  /** Takes the place for this wish, if it can still be had. */
  take(wish: StoryWish): boolean {
    const { slot, patientId, number } = wish;
    const key = `${patientId}/${slot.department_id}/${slot.date}`;
    const index = slot.numbers.indexOf(number);
    if (this.busy.has(key) || index < 0) return false;
    this.busy.add(key);
    slot.numbers.splice(index, 1);
    slot.channels.splice(index, 1);
    this.wishes.push(wish);
    return true;
  }

  /** A few clinics that are under way and well attended: there is something to call. */
  private crowdNow(random: Seeded, slots: readonly DemoSlot[]): void {
    const { now } = this.context;
    const underWay = slots.filter(
      (slot) =>
        slot.branch_code === 'MAIN' && slot.starts_at <= addMinutes(now, 20) && slot.ends_at > now,
    );
    const clinics = new Set(underWay.map((slot) => `${slot.doctor_id}/${slot.period}`));
    for (const clinic of random.shuffle([...clinics]).slice(0, 4)) {
      for (const slot of slots) {
        if (`${slot.doctor_id}/${slot.period}` !== clinic) continue;
        for (let tries = 0; tries < 8 && slot.numbers.length > 0; tries++) this.book(random, slot);
      }
    }
  }

  private fill(random: Seeded, slots: readonly DemoSlot[]): void {
    const heads = slots.filter(
      (slot) => Number(slot.fee_fen) >= 5_000 && slot.period === 'morning',
    );
    if (heads.length === 0) return;
    const { doctor_id: doctorId } = random.pick(heads);
    for (const slot of heads.filter((head) => head.doctor_id === doctorId)) {
      for (let tries = 0; tries < 20 && slot.numbers.length > 0; tries++) {
        this.book(random, slot, 'wechat', 'booked');
      }
    }
  }

  private book(random: Seeded, slot: DemoSlot, channel?: Channel, end?: StoryEnd): void {
    const patient = random.pick(this.patients);
    const chosen = channel ?? this.channelFor(random, patient);
    const number = slot.numbers.find((_, index) => serves(slot.channels[index], chosen));
    const createdAt = this.bookingMoment(random, slot);
    if (number === undefined || createdAt === null) return;
    const ending = end ?? this.endOf(random, slot, chosen);
    this.take({
      slot,
      number,
      patientId: patient.id,
      accountId: patient.account_id,
      channel: chosen,
      end: ending,
      isPaidOnline:
        chosen === 'wechat' &&
        ending !== 'hold-expired' &&
        random.chance(0.75) &&
        createdAt < this.lastBilled,
      createdAt,
    });
  }

  private channelFor(random: Seeded, patient: DemoPatient): Channel {
    if (patient.account_id !== null) return random.chance(0.9) ? 'wechat' : 'phone';
    return random.chance(0.6) ? 'desk' : 'phone';
  }

  /** After the release and before the visit; null when there was no time for it. */
  private bookingMoment(random: Seeded, slot: DemoSlot): Date | null {
    const { now } = this.context;
    const earliest = Math.max(
      slot.release_at.getTime(),
      addMinutes(slot.starts_at, -10 * aDay).getTime(),
    );
    const latest = Math.min(
      addMinutes(now, -20).getTime(),
      addMinutes(slot.starts_at, -200).getTime(),
    );
    if (latest <= earliest) return null;
    return new Date(earliest + Math.floor((latest - earliest) * random.next()));
  }

  private endOf(random: Seeded, slot: DemoSlot, channel: Channel): StoryEnd {
    const chance = random.next();
    const isPortal = channel === 'wechat';
    if (chance < 0.06) return isPortal ? 'cancelled-by-patient' : 'cancelled-by-staff';
    if (chance < 0.1) return 'cancelled-by-staff';
    if (chance < 0.14 && isPortal) return 'hold-expired';
    const { now } = this.context;
    if (slot.ends_at < now) return chance < 0.24 ? 'noshow' : 'fulfilled';
    return addMinutes(slot.starts_at, -30) < now ? 'arrived' : 'booked';
  }
}

const serves = (place: string | undefined, channel: Channel): boolean =>
  place === 'any' || place === channel;

async function write(context: DemoContext, wishes: readonly StoryWish[]): Promise<void> {
  const { sql, now } = context;
  const numbers = await sql.query<{ n: string }>(
    `select nextval('appointment_no_seq')::text as n from generate_series(1, $1::int)`,
    [wishes.length],
  );
  const stories = wishes.map((wish, index) => {
    const day = wish.createdAt.toISOString().slice(2, 10).replaceAll('-', '');
    const no = `${day}${(numbers[index]?.n ?? '').padStart(6, '0')}`;
    return { wish, rows: tellStory(new Seeded(`story/${no}`), wish, no, now) };
  });
  const present = <T>(list: readonly (T | null)[]): T[] => list.filter((row) => row !== null);
  const rowsOf = <K extends keyof StoryRows>(key: K) => stories.map(({ rows }) => rows[key]);
  await addRows(sql, 'appointment', rowsOf('appointment'));
  await addRows(sql, 'hold', present(rowsOf('hold')));
  await addRows(sql, 'payment_order', present(rowsOf('payment')));
  await addRows(sql, 'refund', present(rowsOf('refund')));
  await addRows(sql, 'audit_event', rowsOf('audits').flat());
  const kept = stories.filter(({ rows }) => rows.keepsPlace);
  await sql.query(
    `update place set state = 'sold', appointment_id = kept.appointment_id
     from unnest($1::uuid[], $2::int[], $3::uuid[]) as kept (slot_id, number, appointment_id)
     where place.slot_id = kept.slot_id and place.number = kept.number`,
    [
      kept.map(({ wish }) => wish.slot.id),
      kept.map(({ wish }) => wish.number),
      kept.map(({ rows }) => rows.appointment.id),
    ],
  );
  await noteLastVisits(context);
}

async function noteLastVisits({ sql }: DemoContext): Promise<void> {
  await sql.query(
    `update patient set last_visit_date = visit.date
     from (select patient_id, max(date) as date from appointment where status = 'fulfilled'
           group by patient_id) visit
     where visit.patient_id = patient.id and patient.last_visit_date is distinct from visit.date`,
  );
}

/**
 * When the demonstration wakes up on a later day, those who were booked have been there, most of them.
 * Appointments that people made themselves are left to the desk.
 */
export async function settleOverdue(context: DemoContext): Promise<number> {
  const { sql, now, today } = context;
  const settled = await sql.query<{ id: string }>(
    `update appointment set version = version + 1,
       status = case when get_byte(uuid_send(id), 0) < 25 then 'noshow' else 'fulfilled' end
     where status in ('booked', 'arrived') and date < $1 and substring(id::text, 15, 1) = '8'
     returning id`,
    [today],
  );
  await sql.query(
    `with due as (
       update appointment set fee_state = 'paid'
       where id = any($1) and status = 'fulfilled' and fee_state = 'pay-at-desk'
       returning id, appointment_no, patient_id, fee_fen, starts_at
     )
     insert into payment_order (id, payment_no, appointment_id, patient_id, method, state, amount_fen,
       description, created_at, expires_at, paid_at)
     select gen_random_uuid(), 'P' || appointment_no || 'D', id, patient_id, 'cash', 'paid', fee_fen, '挂号费',
       starts_at, starts_at, starts_at
     from due where fee_fen > 0`,
    [settled.map((row) => row.id)],
  );
  await sql.query(
    `insert into audit_event (id, at, actor_kind, actor_name, action, resource_kind, resource_id, patient_id)
     select gen_random_uuid(), $2, 'system', 'demo',
       case status when 'noshow' then 'appointment.noshow' else 'appointment.fulfil' end,
       'appointment', id::text, patient_id
     from appointment where id = any($1)`,
    [settled.map((row) => row.id), now],
  );
  if (settled.length > 0) await noteLastVisits(context);
  return settled.length;
}
