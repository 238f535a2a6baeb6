import http from 'node:http';
import { newId } from '../../src/kernel';
import { realTime } from '../../src/kernel/clock';
import { compare, median, tell } from '../compare';
import { makeAccounts, makeClinic, makePatients } from '../fixtures';
import { load, quantile, send, type PlannedRequest } from '../load';
import type { Stage } from '../stage';
import { makeThinPlaces } from './book-place';

const slots = 50;
const capacity = 20;
const accountsPerRound = 200;

interface Rush {
  lastMs: number;
  p50Ms: number;
  booked: number;
  full: number;
}

/**
 * W2, eight in the morning: everybody at once on 50 slots of 20 places, over four processes. Exactly the
 * places there are get sold, nothing else than a booking or SLOT_FULL is answered; then the answers of a
 * sold-out morning beside a plain read.
 */
export async function morningRush(
  stage: Stage,
  rounds: number,
  clients: number,
): Promise<{ text: string; isReached: boolean }> {
  const { productPorts, thinPorts } = await stage.crowd();
  const runs: { product: Rush; floor: Rush }[] = [];
  let soldOut: PlannedRequest[] = [];
  for (let round = 0; round < rounds; round++) {
    const { product, thin, wishes } = await aMorning(stage, clients);
    const runProduct = () => rush(productPorts, product);
    const runFloor = () => rush(thinPorts, thin);
    const first = round % 2 === 0 ? await runFloor() : await runProduct();
    const second = round % 2 === 0 ? await runProduct() : await runFloor();
    const [floor, ours] = round % 2 === 0 ? [first, second] : [second, first];
    requireExact(ours, clients);
    requireExact(floor, clients);
    await requireSold(stage, wishes.slotIds);
    if (round > 0) runs.push({ product: ours, floor });
    soldOut = product;
  }
  return verdict(runs, await soldOutAnswers(stage, rounds, soldOut));
}

/** A clinic of the morning with its patients, and what each of them sends to both. */
async function aMorning(stage: Stage, clients: number) {
  const clinic = await makeClinic(stage, slots, capacity);
  const patients = await makePatients(stage, clients);
  const { tokenOf } = await makeAccounts(stage, accountsPerRound, patients);
  await makeThinPlaces(stage, clinic.slotIds, capacity);
  const bodyOf = (n: number) =>
    JSON.stringify({ slotId: clinic.slotIds[n % slots], patientId: patients[n] });
  const all = Array.from({ length: clients }, (_, n) => n);
  return {
    wishes: clinic,
    product: all.map((n): PlannedRequest => ({
      method: 'POST',
      path: '/api/portal/appointments',
      headers: {
        authorization: `Bearer ${tokenOf(n)}`,
        'x-client': 'weapp',
        'idempotency-key': newId(realTime.now()),
      },
      body: bodyOf(n),
    })),
    thin: all.map((n): PlannedRequest => ({ method: 'POST', path: '/book', body: bodyOf(n) })),
  };
}

/** Every client on a connection of its own, all at the same moment. */
async function rush(ports: readonly number[], requests: readonly PlannedRequest[]): Promise<Rush> {
  const agent = new http.Agent({ keepAlive: false, maxSockets: Infinity });
  const started = performance.now();
  const answers = await Promise.all(
    requests.map(async (request, n) => {
      const { status, text } = await send(agent, ports[n % ports.length]!, request);
      const isFull = status === 409 && (text.includes('SLOT_FULL') || text === '{}');
      if (status !== 200 && !isFull) throw new Error(`answered ${status}: ${text.slice(0, 300)}`);
      return { isBooked: status === 200, ms: performance.now() - started };
    }),
  );
  agent.destroy();
  const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const booked = answers.filter(({ isBooked }) => isBooked).length;
  return {
    lastMs: times.at(-1) ?? 0,
    p50Ms: quantile(times, 0.5),
    booked,
    full: answers.length - booked,
  };
}

function requireExact({ booked }: Rush, clients: number): void {
  const expected = Math.min(clients, slots * capacity);
  if (booked !== expected) throw new Error(`${booked} booked instead of ${expected}`);
}

async function requireSold(stage: Stage, slotIds: readonly string[]): Promise<void> {
  const { rows } = await stage.sql.query<{ wrong: number }>(
    `select count(*)::int as wrong from place p
      where slot_id = any($1) and (state = 'sold') <> exists (
        select from appointment a where a.slot_id = p.slot_id and a.place_number = p.number and a.status = 'booked')`,
    [slotIds],
  );
  if (rows[0]!.wrong !== 0) throw new Error(`${rows[0]!.wrong} places disagree with their visits`);
}

/** Those who come when all is gone, beside a plain read of the same process. */
async function soldOutAnswers(stage: Stage, rounds: number, requests: readonly PlannedRequest[]) {
  const { rows } = await stage.sql.query<{ doctor_id: string; date: string }>(
    `select doctor_id, date::text as date from slot order by id desc limit 1`,
  );
  const path = `/slots?doctorId=${rows[0]!.doctor_id}&date=${rows[0]!.date}`;
  const again = requests.map((request) => ({
    ...request,
    headers: { ...request.headers, 'idempotency-key': newId(realTime.now()) },
  }));
  return compare({
    name: 'W2 sold-out answers',
    floor: 'a thin read',
    goal: 0.5,
    rounds,
    product: () =>
      load({
        port: stage.productPort,
        clients: 32,
        requests: again,
        expectStatus: [409],
      }),
    floorRun: () =>
      load({
        port: stage.thinPort,
        clients: 32,
        requests: again.map((): PlannedRequest => ({ method: 'GET', path })),
        expectStatus: [200],
      }),
  });
}

type SoldOut = Awaited<ReturnType<typeof soldOutAnswers>>;

function verdict(runs: readonly { product: Rush; floor: Rush }[], soldOut: SoldOut) {
  const ratios = runs.map(({ product, floor }) => product.lastMs / floor.lastMs);
  const ratio = median(ratios);
  const ms = (pick: (run: (typeof runs)[number]) => number) => Math.round(median(runs.map(pick)));
  const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  return {
    isReached: ratio <= 2 && soldOut.median >= soldOut.goal,
    text: [
      `W2 morning rush: every place sold once, no other answer; last answer ${ratio.toFixed(2)} × thin (${spread}; goal ≤ 2: ${ratio <= 2 ? 'reached' : 'MISSED'})`,
      `  product last ${ms((r) => r.product.lastMs)} ms, p50 ${ms((r) => r.product.p50Ms)} ms; floor last ${ms((r) => r.floor.lastMs)} ms, p50 ${ms((r) => r.floor.p50Ms)} ms`,
      tell(soldOut),
    ].join('\n'),
  };
}
