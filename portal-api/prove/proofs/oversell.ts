/** Figure 1: no place is sold twice and none leaks, whoever is killed in between. */
import { randomUUID } from 'node:crypto';
import { sleep, waitUntil } from '../../dev/postgres';
import { aClinicAhead, aCrowd, inLanes, type Person } from '../crowd';
import { countOf, requireKept, requireOneVisitEach, requireTruePlaces } from '../invariants';
import { attempt } from '../outcome';
import { must, type Proof, type ProofRun } from '../proof';
import type { Random } from '../random';
import type { Scene } from '../scene';
import { forgetfulPlaces, leakingPlaces } from '../sabotage';

const roundSize = 2_000;
const people = 60;
const weights = { hold: 4, book: 4, confirm: 2, release: 1, cancel: 4, move: 4, expire: 0.01 };

interface Command {
  do: keyof typeof weights;
  who: number;
  slot: number;
  api: number;
  kill?: 'web' | 'postgres';
}

function plan(random: Random, size: number, slots: number): Command[] {
  const commands = Array.from({ length: size }, (): Command => ({
    do: random.weighted(weights),
    who: random.int(people),
    slot: random.int(slots),
    api: random.int(4),
  }));
  // In every round at least one of each, somewhere in the middle.
  commands[Math.floor(size * (0.2 + 0.2 * random.next()))]!.kill = 'web';
  commands[Math.floor(size * (0.6 + 0.2 * random.next()))]!.kill = 'postgres';
  commands[Math.floor(size / 2)]!.do = 'expire';
  return commands;
}

/** One round: a fresh clinic, its commands in sixteen lanes, then an hour in which holds run out. */
class Round {
  readonly acknowledged = new Set<string>();
  readonly done: Record<string, number> = {};
  private readonly appointments = new Map<number, { id: string; holdId: string | undefined }>();

  constructor(
    private readonly scene: Scene,
    private readonly slotIds: readonly string[],
    private readonly crowd: readonly Person[],
  ) {}

  async run(commands: readonly Command[]): Promise<void> {
    const kills: Promise<unknown>[] = [];
    await inLanes(16, commands, async (command) => {
      if (command.kill === 'web') kills.push(this.scene.kill('web', command.api));
      if (command.kill === 'postgres') kills.push(this.scene.stage.killPostgres());
      kills.at(-1)?.catch(() => undefined);
      await this.act(command);
    });
    await Promise.all(kills);
    await this.scene.requireReady(30_000);
  }

  private async act(command: Command): Promise<void> {
    const { scene, slotIds } = this;
    const { as, patientId } = this.crowd[command.who]!;
    const mine = this.appointments.get(command.who);
    const slotId = slotIds[command.slot]!;
    const params = { appointmentId: mine?.id ?? '' };
    switch (command.do) {
      case 'expire':
        return void (await scene.advance(11).catch(() => undefined));
      case 'hold':
      case 'book': {
        const id = command.do === 'hold' ? 'holdPlace' : 'bookPlace';
        const options = { as, body: { slotId, patientId }, idempotencyKey: randomUUID() };
        const outcome = await attempt(scene, command.api, id, options);
        if (outcome.kind === 'unknown') await sleep(200);
        if (outcome.kind !== 'done') return;
        this.acknowledged.add(outcome.body.id);
        this.appointments.set(command.who, {
          id: outcome.body.id,
          holdId: outcome.body.hold?.id,
        });
        return this.count(command.do);
      }
      case 'release':
        if (!mine?.holdId) return;
        return this.try(command, 'releaseHold', { as, params: { holdId: mine.holdId } });
      case 'confirm':
        return mine && this.try(command, 'chooseDeskPayment', { as, params });
      case 'cancel':
        return (
          mine &&
          this.try(command, 'cancelMyAppointment', { as, params, body: { reason: 'other' } })
        );
      case 'move':
        return (
          mine && this.try(command, 'rescheduleMyAppointment', { as, params, body: { slotId } })
        );
    }
  }

  private async try(
    command: Command,
    id: 'releaseHold' | 'chooseDeskPayment' | 'cancelMyAppointment' | 'rescheduleMyAppointment',
    options: object,
  ): Promise<void> {
    const outcome = await attempt(this.scene, command.api, id, options);
    if (outcome.kind === 'unknown') await sleep(200);
    if (outcome.kind === 'done') this.count(command.do);
  }

  private count(what: string): void {
    this.done[what] = (this.done[what] ?? 0) + 1;
  }

  /** Holds run out, their places come back: nothing is left held. */
  async settle(): Promise<void> {
    const { sql } = this.scene;
    await requireTruePlaces(sql, this.slotIds);
    await this.scene.advance(30);
    const isOver = await waitUntil(
      async () =>
        (await countOf(sql, `from place where state = 'held' and slot_id = any($1)`, [
          this.slotIds,
        ])) === 0,
      30_000,
      250,
    );
    must(isOver, 'LEAKED: places are still held 30 s after their holds ran out');
    await requireTruePlaces(sql, this.slotIds);
    await requireOneVisitEach(sql, this.slotIds);
    await requireKept(sql, [...this.acknowledged]);
  }
}

async function run({ scene, random, count, sabotage }: ProofRun): Promise<string> {
  const crowd = await aCrowd(scene, people);
  const sums: Record<string, number> = {};
  await sabotage();
  for (let from = 0, round = 0; from < count; from += roundSize, round++) {
    const size = Math.min(roundSize, count - from);
    const { slotIds } = await aClinicAhead(scene, { slots: 5, capacity: 6 });
    const one = new Round(scene, slotIds, crowd);
    await one.run(plan(random.fork(`round ${round}`), size, slotIds.length));
    await one.settle();
    for (const [what, n] of Object.entries(one.done)) sums[what] = (sums[what] ?? 0) + n;
  }
  for (const what of ['hold', 'book', 'confirm', 'cancel', 'move'])
    must((sums[what] ?? 0) > 0, `nothing was shown: no ${what} went through`, sums);
  return `${count} operations over 4 API processes, ${JSON.stringify(sums)}, 0 oversold, 0 leaked`;
}

export const oversell: Proof = {
  name: 'oversell',
  shows: 'no place sold twice, none leaked, whoever is killed',
  unit: 'random operations',
  counts: { small: 1_000, full: 1_000_000 },
  scene: { apis: 4, workers: 1 },
  sabotages: { 'forgetful-places': forgetfulPlaces, 'leaking-places': leakingPlaces },
  run,
};
