import { newId } from '../../src/kernel';
import { realTime } from '../../src/kernel/clock';
import { compare, type Comparison } from '../compare';
import { makeAccounts, makeClinic, makePatients } from '../fixtures';
import { load, type PlannedRequest } from '../load';
import type { Stage } from '../stage';

const clients = 32;
const capacity = 25;

/** W1: claim a place and book it in one call, distinct slots, 32 clients; the product signs in, audits and tells. */
export async function bookPlace(
  stage: Stage,
  rounds: number,
  perRound: number,
): Promise<Comparison> {
  const slots = Math.ceil((perRound * rounds) / capacity) + clients;
  const clinic = await makeClinic(stage, slots, capacity);
  const patients = await makePatients(stage, perRound * rounds);
  const { tokenOf } = await makeAccounts(stage, clients, patients);
  await makeThinPlaces(stage, clinic.slotIds, capacity);
  const numbers = (round: number) =>
    Array.from({ length: perRound }, (_, i) => round * perRound + i);
  const bodyOf = (n: number) =>
    JSON.stringify({ slotId: clinic.slotIds[n % slots], patientId: patients[n] });
  const comparison = await compare({
    name: 'W1 book a place',
    floor: 'Koa + pg, one statement',
    goal: 0.5,
    rounds,
    product: (round) =>
      load({
        port: stage.productPort,
        clients,
        expectStatus: [200],
        requests: numbers(round).map((n): PlannedRequest => ({
          method: 'POST',
          path: '/api/portal/appointments',
          headers: {
            authorization: `Bearer ${tokenOf(n)}`,
            'x-client': 'weapp',
            'idempotency-key': newId(realTime.now()),
          },
          body: bodyOf(n),
        })),
      }),
    floorRun: (round) =>
      load({
        port: stage.thinPort,
        clients,
        expectStatus: [200],
        requests: numbers(round).map((n): PlannedRequest => ({
          method: 'POST',
          path: '/book',
          body: bodyOf(n),
        })),
      }),
  });
  await requireExactly(stage, clinic.slotIds, perRound * rounds);
  return comparison;
}

/** The floor's own tables, made once, with the same places. */
export async function makeThinPlaces(
  stage: Stage,
  slotIds: readonly string[],
  places: number,
): Promise<void> {
  await stage.sql.query(`
    create table if not exists thin_place (slot_id uuid, number int, is_taken boolean not null default false,
      primary key (slot_id, number));
    create table if not exists thin_appointment (id uuid primary key default gen_random_uuid(), slot_id uuid not null,
      number int not null, patient_id uuid not null, created_at timestamptz not null default now(),
      unique (slot_id, number));
    create index if not exists thin_appointment_patient on thin_appointment (patient_id);
    grant all on thin_place, thin_appointment to suizhen_app`);
  await stage.sql.query(
    `insert into thin_place (slot_id, number) select id, n from unnest($1::uuid[]) id, generate_series(1, $2) n`,
    [slotIds, places],
  );
  await stage.sql.query(`analyze place, thin_place, patient, proxy`);
}

/** Every acknowledged booking is there with its audit and its event, and no place is counted twice. */
async function requireExactly(
  stage: Stage,
  slotIds: readonly string[],
  expected: number,
): Promise<void> {
  const { rows } = await stage.sql.query<Record<'booked' | 'sold' | 'audited' | 'told', number>>(
    `with made as (select id from appointment where slot_id = any($1) and status = 'booked')
     select (select count(*) from made)::int as booked,
       (select count(*) from place where slot_id = any($1) and state = 'sold')::int as sold,
       (select count(*) from audit_event join made on resource_id = made.id::text
         where action = 'appointment.create')::int as audited,
       (select count(*) from outbox join made on payload ->> 'appointmentId' = made.id::text
         where event = 'appointment.booked')::int as told`,
    [slotIds],
  );
  for (const [what, count] of Object.entries(rows[0]!)) {
    if (count !== expected)
      throw new Error(`${expected} bookings were acknowledged, ${count} ${what}`);
  }
}
