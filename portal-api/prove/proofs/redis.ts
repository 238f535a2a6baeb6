/** Figure 9: Redis lost, flushed or silent: no wrong booking, no error. */
import { randomUUID } from 'node:crypto';
import { createClient } from 'redis';
import { startRedis, type TestRedis } from '../../test/support/redis';
import { TcpFaultProxy } from '../chaos/tcp-fault-proxy';
import { aClinicAhead, aCrowd } from '../crowd';
import { countOf, requireOneVisitEach, requireTruePlaces } from '../invariants';
import { settled } from '../outcome';
import { must, type Proof, type ProofRun } from '../proof';
import type { Random } from '../random';
import { forgetfulPlaces } from '../sabotage';
import type { Scene } from '../scene';

const capacity = 10;
const people = 60;
const troubles = ['flush', 'cut', 'half-open', 'kill'] as const;

interface Redises {
  proxy: TcpFaultProxy;
  server: TestRedis;
}

async function make(redises: Redises, trouble: (typeof troubles)[number]): Promise<void> {
  if (trouble === 'flush') {
    const client = createClient({ url: redises.server.url });
    await client.connect();
    await client.flushAll();
    client.destroy();
  } else if (trouble === 'kill') {
    await redises.server.stop();
    redises.proxy.set({ kind: 'cut' });
  } else redises.proxy.set({ kind: trouble });
}

async function mend(redises: Redises, trouble: (typeof troubles)[number]): Promise<void> {
  if (trouble === 'kill') {
    const server = await startRedis();
    if (!server) throw new Error('redis-server went away');
    redises.server = server;
    redises.proxy.target = Number(new URL(server.url).port);
  }
  redises.proxy.heal();
}

/** More people than places, all at once, while Redis is in trouble. */
async function oneRace(scene: Scene, random: Random, redises: Redises, round: number) {
  const trouble = troubles[round % troubles.length]!;
  const { slotIds } = await aClinicAhead(scene, { slots: 1, capacity });
  const crowd = await aCrowd(scene, people);
  const race = Promise.all(
    crowd.map(({ as, patientId }, n) =>
      settled(scene, n, 'bookPlace', {
        as,
        body: { slotId: slotIds[0], patientId },
        idempotencyKey: randomUUID(),
        timeoutMs: 10_000,
      }),
    ),
  );
  await new Promise((resolve) => setTimeout(resolve, random.int(60)));
  await make(redises, trouble);
  const answers = await race;
  // And once more, with Redis gone from the beginning: full stays full.
  const late = await settled(scene, 0, 'bookPlace', {
    as: crowd[0]!.as,
    body: { slotId: slotIds[0], patientId: crowd[0]!.patientId },
    idempotencyKey: randomUUID(),
  });
  must(late.kind === 'refused', `a full slot was sold while Redis was away (${trouble})`, late);
  await mend(redises, trouble);
  const booked = answers.filter(({ kind }) => kind === 'done').length;
  must(booked === capacity, `${booked} instead of ${capacity} were booked (${trouble})`);
  for (const answer of answers)
    must(
      answer.kind === 'done' || answer.code === 'SLOT_FULL',
      'refused for another reason',
      answer,
    );
  const live = await countOf(scene.sql, `from appointment where slot_id = $1`, [slotIds[0]]);
  must(live === capacity, `${live} appointments of ${capacity} places`);
  await requireTruePlaces(scene.sql, slotIds);
  await requireOneVisitEach(scene.sql, slotIds);
}

let prepared: Redises | undefined;

async function run({ scene, random, count, sabotage }: ProofRun): Promise<string> {
  await sabotage();
  for (let round = 0; round < count; round++) await oneRace(scene, random, prepared!, round);
  return `${count} races (Redis ${troubles.join(', ')}): always ${capacity} of ${people} booked`;
}

export const redis: Proof = {
  name: 'redis',
  shows: 'Redis lost, flushed or silent: no wrong booking',
  unit: 'races',
  counts: { small: 4, full: 400 },
  scene: { apis: 2, workers: 0 },
  async prepare() {
    const server = await startRedis();
    if (!server) return { skipped: 'no redis-server is installed' };
    const redises = { server, proxy: await TcpFaultProxy.start(Number(new URL(server.url).port)) };
    prepared = redises;
    return {
      redisUrl: `redis://127.0.0.1:${redises.proxy.port}`,
      close: async () => {
        await redises.proxy.close();
        await redises.server.stop();
      },
    };
  },
  sabotages: { 'forgetful-places': forgetfulPlaces },
  run,
};
