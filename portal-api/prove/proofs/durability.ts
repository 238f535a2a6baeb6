/** Figure 2: what was acknowledged outlives kill -9 of PostgreSQL. */
import { randomUUID } from 'node:crypto';
import { sleep } from '../../dev/postgres';
import { aClinicAhead, aCrowd, type Person } from '../crowd';
import { countOf, requireKept, requireOneVisitEach, requireTruePlaces } from '../invariants';
import { attempt, settled } from '../outcome';
import { must, type Proof, type ProofRun } from '../proof';
import type { Scene } from '../scene';

const writers = 8;
const perRound = 800;
const readyWithinMs = 30_000;

interface Wish {
  person: Person;
  slotId: string;
  key: string;
  api: number;
}

const bookingOf = ({ person, slotId, key }: Wish) => ({
  as: person.as,
  body: { slotId, patientId: person.patientId },
  idempotencyKey: key,
});

/** Books until told to stop; what came back is known, the rest is kept to be asked again. */
class Writing {
  readonly acknowledged = new Map<Wish, string>();
  readonly unknown: Wish[] = [];
  private isOver = false;
  private readonly lanes: Promise<void>[];

  constructor(
    private readonly scene: Scene,
    private readonly wishes: Wish[],
  ) {
    this.lanes = Array.from({ length: writers }, () => this.lane());
    // Whoever stops them hears of it; until then it must not end the program.
    for (const lane of this.lanes) lane.catch(() => undefined);
  }

  private async lane(): Promise<void> {
    for (let wish = this.wishes.shift(); wish && !this.isOver; wish = this.wishes.shift()) {
      const outcome = await attempt(this.scene, wish.api, 'bookPlace', bookingOf(wish));
      if (outcome.kind === 'done') this.acknowledged.set(wish, outcome.body.id);
      else if (outcome.kind === 'unknown') {
        this.unknown.push(wish);
        await sleep(200);
      } else must(false, 'a booking was refused', outcome);
    }
  }

  stop(): Promise<unknown> {
    this.isOver = true;
    return Promise.all(this.lanes);
  }

  async settle(): Promise<void> {
    for (const wish of this.unknown) {
      const outcome = await settled(this.scene, wish.api + 1, 'bookPlace', bookingOf(wish));
      must(outcome.kind === 'done', 'a booking of unknown outcome was refused afterwards', outcome);
      this.acknowledged.set(wish, outcome.body.id);
    }
    // The same key once more, at the other process: still the same appointment.
    for (const [wish, id] of [...this.acknowledged].slice(-20)) {
      const again = await settled(this.scene, wish.api + 1, 'bookPlace', bookingOf(wish));
      must(
        again.kind === 'done' && again.body.id === id,
        'the same key gave another answer',
        again,
      );
    }
  }
}

async function killOnce(
  run: ProofRun,
  round: number,
): Promise<{ bookings: number; unknown: number; readyMs: number }> {
  const { scene } = run;
  const random = run.random.fork(`kill ${round}`);
  const { slotIds } = await aClinicAhead(scene, { slots: 4, capacity: perRound / 2 });
  const crowd = await aCrowd(scene, perRound);
  const wishes = crowd.map((person): Wish => ({
    person,
    slotId: random.pick(slotIds),
    key: randomUUID(),
    api: random.int(2),
  }));
  const writing = new Writing(scene, wishes);
  await sleep(random.between(300, 1_200));
  const killed = performance.now();
  await scene.stage.killPostgres();
  await scene.requireReady(readyWithinMs);
  const readyMs = performance.now() - killed;
  must(readyMs <= readyWithinMs, 'not ready 30 s after kill -9 of PostgreSQL', { readyMs });
  // What was acknowledged until now, before anything else is written.
  await requireKept(scene.sql, [...writing.acknowledged.values()]);
  await sleep(300);
  await writing.stop();
  await writing.settle();
  const ids = [...writing.acknowledged.values()];
  await requireKept(scene.sql, ids);
  must(new Set(ids).size === ids.length, 'two patients were given one appointment');
  const inSlots = await countOf(scene.sql, 'from appointment where slot_id = any($1)', [slotIds]);
  must(inSlots === ids.length, 'a booking that nobody knows of', { inSlots, known: ids.length });
  await requireTruePlaces(scene.sql, slotIds);
  await requireOneVisitEach(scene.sql, slotIds);
  return { bookings: ids.length, unknown: writing.unknown.length, readyMs };
}

async function run(proof: ProofRun): Promise<string> {
  let bookings = 0;
  let unknown = 0;
  let slowest = 0;
  await proof.sabotage();
  for (let round = 0; round < proof.count; round++) {
    const one = await killOnce(proof, round);
    bookings += one.bookings;
    unknown += one.unknown;
    slowest = Math.max(slowest, one.readyMs);
  }
  must(bookings > 0, 'nothing was shown: no booking went through');
  return `${proof.count} kill -9, ${bookings} bookings acknowledged, 0 lost, ${unknown} settled by retry, ready again within ${Math.round(slowest)} ms`;
}

/** Commits answer before they are on disk, as a hurried administrator might set it. */
async function commitsInMemory(scene: Scene): Promise<void> {
  await scene.stage.admin(`alter database ${scene.database} set synchronous_commit = off`);
  await scene.stage.admin(`alter system set wal_writer_delay = '10s'`);
  await scene.stage.admin('select pg_reload_conf()');
  await scene.stage.admin(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${scene.database}'`,
  );
}

export const durability: Proof = {
  name: 'durability',
  shows: 'acknowledged bookings outlive kill -9 of PostgreSQL',
  unit: 'kills',
  counts: { small: 3, full: 100 },
  scene: { apis: 2, workers: 1 },
  sabotages: { 'commits-in-memory': commitsInMemory },
  run,
};
