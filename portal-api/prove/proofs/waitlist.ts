/** 候补: no place idle while somebody waits, nobody skipped, no offer lost, none given twice. */
import { randomUUID } from 'node:crypto';
import { sleep, waitUntil } from '../../dev/postgres';
import { aClinicAhead, aCrowd, inLanes, type Person } from '../crowd';
import { countOf, requireOneVisitEach, requireTruePlaces } from '../invariants';
import { attempt } from '../outcome';
import { BrokenInvariant, must, type Proof, type ProofRun } from '../proof';
import type { Random } from '../random';
import { hostileTrigger } from '../sabotage';
import type { Scene } from '../scene';
import { idlePlaces, requireNobodySkipped, requireTrueOffers } from './waitlist-invariants';

const slots = 3;
const capacity = 3;
const people = 40;
const roundSize = 400;
/** Commands between two moves of the clock, which wait until everybody is still. */
const spell = 50;
const weights = { join: 8, free: 3, accept: 4, decline: 2, leave: 1, book: 2 };

interface Command {
  do: keyof typeof weights;
  who: number;
  slot: number;
  isDoctor: boolean;
  pay: 'online' | 'desk';
  api: number;
}

const planned = (random: Random): Command => ({
  do: random.weighted(weights),
  who: random.int(people),
  slot: random.int(slots),
  isDoctor: random.chance(0.4),
  pay: random.chance(0.3) ? 'online' : 'desk',
  api: random.int(2),
});

/** One full clinic and the people around it. */
class Clinic {
  readonly done: Record<string, number> = {};

  constructor(
    private readonly scene: Scene,
    readonly slotIds: readonly string[],
    private readonly doctorId: string,
    private readonly date: string,
    private readonly crowd: readonly Person[],
  ) {}

  async fill(): Promise<void> {
    await inLanes(4, this.crowd.slice(0, slots * capacity), (person, n) =>
      this.act({ do: 'book', who: n, slot: n % slots, isDoctor: false, pay: 'desk', api: n }),
    );
  }

  async act(command: Command): Promise<void> {
    const { as, patientId } = this.crowd[command.who]!;
    const slotId = this.slotIds[command.slot]!;
    const key = { idempotencyKey: randomUUID() };
    switch (command.do) {
      case 'book':
        return this.try(command, 'bookPlace', { as, body: { slotId, patientId }, ...key });
      case 'join': {
        const wish = command.isDoctor
          ? { kind: 'doctor', doctorId: this.doctorId, from: this.date, to: this.date }
          : { kind: 'slot', slotId };
        return this.try(command, 'joinWaitlist', { as, body: { patientId, wish }, ...key });
      }
      case 'free': {
        const appointmentId = await this.one(
          `select id from appointment where slot_id = any($1) and status in ('pending', 'booked')
            order by md5(id::text || $2) limit 1`,
          [this.slotIds, String(command.who)],
        );
        return this.asOwner(command, 'cancelMyAppointment', appointmentId, {
          params: { appointmentId },
          body: { reason: 'other' },
        });
      }
      default:
        return this.answer(command);
    }
  }

  /** Somebody who has an offer (or only waits) takes it, passes it on, or goes. */
  private async answer(command: Command): Promise<void> {
    const { rows } = await this.scene.sql.query<{ id: string; offer: string; patient_id: string }>(
      `select e.id, o.id as offer, e.patient_id from waitlist_entry e
         left join waitlist_offer o on o.entry_id = e.id and o.state = 'open'
        where e.doctor_id = $1 and e.state in ('waiting', 'offered') and (o.id is not null or $3)
        order by md5(e.id::text || $2) limit 1`,
      [this.doctorId, String(command.who), command.do === 'leave'],
    );
    const [entry] = rows;
    if (!entry) return;
    const as = this.crowd.find(({ patientId }) => patientId === entry.patient_id)!.as;
    const params = { entryId: entry.id };
    if (command.do === 'leave') return this.try(command, 'leaveWaitlist', { as, params });
    const body = { offerId: entry.offer, ...(command.do === 'accept' ? { pay: command.pay } : {}) };
    const id = command.do === 'accept' ? 'acceptWaitlistOffer' : 'declineWaitlistOffer';
    return this.try(command, id, { as, params, body });
  }

  private async asOwner(
    command: Command,
    id: 'cancelMyAppointment',
    appointmentId: string | undefined,
    options: object,
  ): Promise<void> {
    if (!appointmentId) return;
    const patientId = await this.one(`select patient_id as id from appointment where id = $1`, [
      appointmentId,
    ]);
    const owner = this.crowd.find((person) => person.patientId === patientId);
    if (owner) await this.try(command, id, { as: owner.as, ...options });
  }

  private async one(text: string, values: unknown[]): Promise<string | undefined> {
    return (await this.scene.sql.query<{ id: string }>(text, values)).rows[0]?.id;
  }

  private async try(
    command: Command,
    id:
      | 'bookPlace'
      | 'joinWaitlist'
      | 'cancelMyAppointment'
      | 'leaveWaitlist'
      | 'acceptWaitlistOffer'
      | 'declineWaitlistOffer',
    options: object,
  ): Promise<void> {
    const outcome = await attempt(this.scene, command.api, id, options);
    if (outcome.kind === 'unknown') await sleep(200);
    if (outcome.kind === 'done') this.done[command.do] = (this.done[command.do] ?? 0) + 1;
  }

  /** Everybody is still: soon no place is free that somebody waits for. */
  async rest(): Promise<void> {
    const { sql } = this.scene;
    const look = () => idlePlaces(sql, this.slotIds, this.scene.now());
    const isFair = await waitUntil(async () => (await look()).length === 0, 20_000, 250);
    must(isFair, 'a place is idle while somebody waits for it', isFair ? undefined : await look());
    await requireTrueOffers(sql, this.slotIds);
    await requireTruePlaces(sql, this.slotIds);
    await requireOneVisitEach(sql, this.slotIds);
    await requireNobodySkipped(sql, this.slotIds);
  }
}

async function oneClinic(run: ProofRun, crowd: readonly Person[], round: number, size: number) {
  const { scene } = run;
  const random = run.random.fork(`clinic ${round}`);
  const { slotIds, doctorId } = await aClinicAhead(scene, { slots, capacity, days: 1 });
  const { rows } = await scene.sql.query<{ date: string }>(
    `select date::text as date from slot where id = $1`,
    [slotIds[0]],
  );
  const clinic = new Clinic(scene, slotIds, doctorId, rows[0]!.date, crowd);
  await clinic.fill();
  for (let from = 0; from < size; from += spell) {
    const list = Array.from({ length: Math.min(spell, size - from) }, () => planned(random));
    const kill = random.weighted({ nobody: 2, worker: 1, web: 1, postgres: 0.4 });
    const killed =
      kill === 'nobody'
        ? undefined
        : kill === 'postgres'
          ? scene.stage.killPostgres()
          : scene.kill(kill, random.int(2));
    await inLanes(6, list, (command) => withDatabase(() => clinic.act(command)));
    await killed;
    await scene.requireReady(30_000);
    await clinic.rest();
    // Half of the time nobody answers for so long that offers and holds run out.
    await scene.advance(random.chance(0.5) ? 31 : 3);
    await clinic.rest();
  }
  // The cut-off: whoever still waits is told that it is over, and everything is anybody's.
  await scene.advance(48 * 60);
  const open = `from waitlist_entry where doctor_id = $1 and state in ('waiting', 'offered')`;
  const isOver = await waitUntil(
    async () => (await countOf(scene.sql, open, [doctorId])) === 0,
    20_000,
    250,
  );
  must(isOver, 'somebody still waits after the cut-off');
  await requireTruePlaces(scene.sql, slotIds);
  return clinic.done;
}

/** While the database is being killed the proof's own questions to it fail as well. */
async function withDatabase(work: () => Promise<void>): Promise<void> {
  await work().catch(async (error: Error & { code?: string }) => {
    if (
      error instanceof BrokenInvariant ||
      !/terminat|ECONN|57P0|starting up|shutting down/i.test(`${error.code} ${error.message}`)
    )
      throw error;
    await sleep(200);
  });
}

async function run(proof: ProofRun): Promise<string> {
  const crowd = await aCrowd(proof.scene, people);
  const sums: Record<string, number> = {};
  await proof.sabotage();
  for (let from = 0, round = 0; from < proof.count; from += roundSize, round++) {
    const done = await oneClinic(proof, crowd, round, Math.min(roundSize, proof.count - from));
    for (const [what, n] of Object.entries(done)) sums[what] = (sums[what] ?? 0) + n;
  }
  // What chance gives a short run is not asked of it.
  const expected = proof.count < 1000 ? ['join', 'free'] : ['join', 'free', 'accept', 'decline'];
  for (const what of expected)
    must((sums[what] ?? 0) > 0, `nothing was shown: no ${what} went through`, sums);
  return `${proof.count} commands, ${JSON.stringify(sums)}: no place idle, nobody skipped, no offer lost, none twice`;
}

/** The offer is written and forgotten by its place. */
const forgottenOffers = hostileTrigger(
  'place',
  'before update',
  `if new.state = 'offered' and new.number % 2 = 0 then new.state := 'free'; end if; return new;`,
);

/** A friend of the house goes first. */
const queueJumper = hostileTrigger(
  'waitlist_offer',
  'before insert',
  `select e.id into strict new.entry_id from waitlist_entry e where e.state = 'waiting' or e.id = new.entry_id
     order by joined_at desc limit 1;
   if new.entry_id is not null then update waitlist_entry set state = 'offered' where id = new.entry_id; end if;
   return new;`,
);

export const waitlist: Proof = {
  name: 'waitlist',
  shows: 'no place idle while somebody waits, nobody skipped, no offer lost or given twice',
  unit: 'commands',
  counts: { small: 200, full: 5_000 },
  scene: { apis: 2, workers: 2 },
  sabotages: { 'forgotten-offers': forgottenOffers, 'queue-jumper': queueJumper },
  run,
};
