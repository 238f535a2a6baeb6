/** Figure 8: a bad line to the database: answered or 503 within 5 s, healed within 5 s, nothing twice, nothing stuck. */
import { randomUUID } from 'node:crypto';
import { sleep, waitUntil } from '../../dev/postgres';
import type { Fault } from '../chaos/tcp-fault-proxy';
import { aClinicAhead, aCrowd, type Person } from '../crowd';
import { countOf, requireKept, requireOneVisitEach, requireTruePlaces } from '../invariants';
import { attempt, settled } from '../outcome';
import { must, type Proof, type ProofRun } from '../proof';
import { hostileTrigger } from '../sabotage';
import type { Scene } from '../scene';

const answerWithinMs = 5_000;
const healWithinMs = 5_000;
/** What a busy machine may add to a timer. */
const slackMs = 1_000;
const clients = 8;

interface Sent {
  person: Person;
  key: string;
  api: number;
  slotId: string;
}

const bookingOf = ({ person, slotId, key }: Sent) => ({
  as: person.as,
  body: { slotId, patientId: person.patientId },
  idempotencyKey: key,
});

/** Clients that book and read while the line is bad, and want their answers in time. */
class Clients {
  readonly acknowledged = new Map<Sent, string>();
  readonly unknown: Sent[] = [];
  slowestMs = 0;
  private isOver = false;
  private readonly lanes: Promise<void>[];

  constructor(
    private readonly scene: Scene,
    private readonly list: Sent[],
  ) {
    this.lanes = Array.from({ length: clients }, () => this.lane());
    // Whoever ends them hears of it; until then it must not end the program.
    for (const lane of this.lanes) lane.catch(() => undefined);
  }

  private async lane(): Promise<void> {
    for (let sent = this.list.shift(); sent && !this.isOver; sent = this.list.shift()) {
      const outcome = await this.timed(() =>
        attempt(this.scene, sent.api, 'bookPlace', { ...bookingOf(sent), timeoutMs: 20_000 }),
      );
      if (outcome.kind === 'done') this.acknowledged.set(sent, outcome.body.id);
      else if (outcome.kind === 'unknown') this.unknown.push(sent);
      else must(outcome.code === 'IDEMPOTENCY_IN_PROGRESS', 'a booking was refused', outcome);
      const as = sent.person.as;
      await this.timed(() =>
        attempt(this.scene, sent.api, 'listMyAppointments', { as, timeoutMs: 20_000 }),
      );
      await sleep(20);
    }
  }

  private async timed<T>(work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const outcome = await work();
    const ms = performance.now() - started;
    this.slowestMs = Math.max(this.slowestMs, ms);
    must(ms < answerWithinMs + slackMs, `no answer within 5 s: ${Math.round(ms)} ms`, outcome);
    return outcome;
  }

  end(): Promise<unknown> {
    this.isOver = true;
    return Promise.all(this.lanes);
  }

  async settle(): Promise<void> {
    for (const sent of this.unknown) {
      const outcome = await settled(this.scene, sent.api + 1, 'bookPlace', bookingOf(sent));
      must(outcome.kind === 'done', 'a booking of unknown outcome was refused afterwards', outcome);
      this.acknowledged.set(sent, outcome.body.id);
    }
  }
}

const faults = ['latency', 'reset', 'cut', 'half-open'] as const;

async function oneFault(run: ProofRun, round: number) {
  const { scene } = run;
  const proxy = scene.proxy!;
  const random = run.random.fork(`fault ${round}`);
  const kind = faults[round % faults.length]!;
  const fault: Fault = kind === 'latency' ? { kind, ms: random.between(20, 150) } : { kind };
  const { slotIds } = await aClinicAhead(scene, { slots: 2, capacity: 400 });
  const list = (await aCrowd(scene, 600)).map((person): Sent => ({
    person,
    key: randomUUID(),
    api: random.int(2),
    slotId: random.pick(slotIds),
  }));
  const those = new Clients(scene, list);
  await sleep(random.between(200, 600));
  proxy.set(fault);
  await sleep(kind === 'half-open' ? 6_500 : random.between(500, 2_500));
  proxy.heal();
  const isHealed = await healed(scene);
  must(isHealed, `not healed 5 s after the ${kind} line was mended`);
  await sleep(300);
  await those.end();
  await those.settle();
  await requireNothingStuck(scene);
  const ids = [...those.acknowledged.values()];
  await requireKept(scene.sql, ids);
  const made = await countOf(scene.sql, 'from appointment where slot_id = any($1)', [slotIds]);
  must(made === ids.length, 'a booking took effect twice, or for nobody', {
    made,
    known: ids.length,
  });
  await requireTruePlaces(scene.sql, slotIds);
  await requireOneVisitEach(scene.sql, slotIds);
  return { kind, bookings: ids.length, unknown: those.unknown.length, slowestMs: those.slowestMs };
}

/** Ready, and it shows: each process answers a read from the database. */
async function healed(scene: Scene): Promise<boolean> {
  return waitUntil(
    async () => {
      if (!(await scene.isReady(200))) return false;
      const answers = await Promise.all(
        Array.from({ length: scene.apis * 4 }, (_, n) =>
          scene.call(n, 'listBranches', { timeoutMs: 2_000 }).then(
            (answer) => answer.status === 200,
            () => false,
          ),
        ),
      );
      return answers.every(Boolean);
    },
    healWithinMs + slackMs,
    100,
  );
}

/** No session of the product sits in a transaction or on a lock that nobody will ever end. */
async function requireNothingStuck(scene: Scene): Promise<void> {
  const stuck = `from pg_stat_activity where datname = current_database() and usename = 'suizhen_app'
    and (state like 'idle in transaction%' or state = 'active') and now() - state_change > interval '3 seconds'`;
  const isFree = await waitUntil(async () => (await countOf(scene.sql, stuck)) === 0, 15_000, 250);
  must(isFree, 'a database session is stuck');
}

async function run(proof: ProofRun): Promise<string> {
  await proof.sabotage();
  const done: Awaited<ReturnType<typeof oneFault>>[] = [];
  for (let round = 0; round < proof.count; round++) done.push(await oneFault(proof, round));
  const sum = (pick: (one: (typeof done)[number]) => number) =>
    done.map(pick).reduce((a, b) => a + b, 0);
  const slowest = Math.round(Math.max(...done.map(({ slowestMs }) => slowestMs)));
  return `${proof.count} faults (${faults.join(', ')}): ${sum((d) => d.bookings)} bookings once each, ${sum((d) => d.unknown)} settled by retry, slowest answer ${slowest} ms`;
}

/** A statement that never comes back. */
const sleeper = hostileTrigger('appointment', 'before insert', `perform pg_sleep(12); return new;`);
/** The patient's key is forgotten with the line: a repeat books again. */
const twins = hostileTrigger(
  'appointment',
  'before insert',
  `new.exclusivity_key := gen_random_uuid()::text;
   delete from idempotency_key where created_at < clock_timestamp(); return new;`,
);

export const network: Proof = {
  name: 'network',
  shows: 'a bad line: answered within 5 s, healed within 5 s, nothing twice, nothing stuck',
  unit: 'faults',
  counts: { small: 4, full: 200 },
  scene: { apis: 2, workers: 1, hasProxy: true },
  sabotages: { sleeper, twins },
  run,
};
