import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeText } from '../../src/adapters/his-hl7/charset';
import { frame, MllpFramer } from '../../src/adapters/his-hl7/mllp-framer';
import { writeMessage, writeSegment } from '../../src/adapters/his-hl7/message-writer';
import { writeTime } from '../../src/adapters/his-hl7/timestamps';
import { newId } from '../../src/kernel';
import { realTime } from '../../src/kernel/clock';
import { compare, median, type Comparison } from '../compare';
import { makePatients } from '../fixtures';
import { type LoadFigures, quantile } from '../load';
import type { Stage } from '../stage';

const clients = 16;
const patients = 500;
const itemsPerReport = 20;

/**
 * ORU^R01 of twenty items over sixteen MLLP connections, each sending the next when the last is answered.
 * The product answers when the message is sealed and on disk; a worker takes it into the records meanwhile,
 * in the same process, and how long that takes is told beside. The floor parses and inserts, then answers.
 */
export async function oruMessages(
  stage: Stage,
  rounds: number,
  perRound: number,
): Promise<Comparison & { takenPerSecond: number }> {
  const { productPort, thinPort } = await stage.listeners();
  const systemId = await connectLaboratory(stage, productPort);
  await makeThinTables(stage);
  const taken: number[] = [];
  const comparison = await compare({
    name: `ORU^R01 over MLLP, ${itemsPerReport} items each`,
    floor: 'a socket, split and insert',
    goal: 0.4,
    rounds,
    product: async (round) => {
      const figures = await send(productPort, messages('P', round, perRound));
      taken.push(
        await untilTaken(stage, systemId, (taken.length + 1) * perRound, perRound, figures),
      );
      return figures;
    },
    floorRun: (round) => send(thinPort, messages('F', round, perRound)),
  });
  await requireAll(stage, systemId, rounds * perRound);
  return { ...comparison, takenPerSecond: median(taken) };
}

/** A laboratory that is connected, and knows our patients by numbers of its own. */
async function connectLaboratory(stage: Stage, port: number): Promise<string> {
  const { sql } = stage;
  const [branchId, systemId] = [newId(realTime.now()), newId(realTime.now())];
  await sql.query(
    `insert into branch (id, code, name, address) values ($1::uuid, $1::uuid::text, $1::uuid::text, '路 1 号')`,
    [branchId],
  );
  const ids = await makePatients(stage, patients);
  await sql.query(
    `insert into external_system (id, branch_id, name, code, kind, adapter, config, is_enabled, created_at)
     values ($1, $2, '检验', 'bench-lis', 'lis', 'hl7', $3, true, $4)`,
    [
      systemId,
      branchId,
      { adapter: 'hl7', listenPort: port, host: '', port: null, allowedAddresses: [] },
      realTime.now(),
    ],
  );
  await sql.query(
    `insert into external_id (system_id, kind, external_id, internal_id, updated_at)
     select $1, 'patient', 'P' || n, id, $3 from unnest($2::uuid[]) with ordinality as x (id, n)`,
    [systemId, ids, realTime.now()],
  );
  await untilOpen(port);
  return systemId;
}

async function makeThinTables({ sql }: Stage): Promise<void> {
  await sql.query(`
    create table thin_report (id bigint generated always as identity primary key, report_no text, patient_no text,
      code text, name text, issued_at timestamptz);
    create table thin_result (report_id bigint references thin_report (id), position int, code text, name text,
      value text, unit text, range_text text, flag text, primary key (report_id, position));
    grant all on thin_report, thin_result to suizhen_app`);
}

function messages(prefix: string, round: number, count: number): Buffer[] {
  const run = randomBytes(3).toString('hex');
  return Array.from({ length: count }, (_, n) =>
    frame(encodeText(message(`${prefix}${run}-${round}-${n}`, 1 + (n % patients), n), 'utf-8')),
  );
}

function message(id: string, patient: number, n: number): string {
  const now = writeTime(realTime.now());
  return writeMessage([
    writeSegment('MSH', {
      3: 'LIS',
      7: now,
      9: ['ORU', 'R01', 'ORU_R01'],
      10: id,
      11: 'P',
      12: '2.4',
    }),
    writeSegment('PID', { 1: '1', 3: [`P${patient}`, '', '', '', 'MR'], 5: '王小明' }),
    writeSegment('OBR', {
      1: '1',
      3: id,
      4: ['SHQT', '生化全套'],
      7: now,
      22: now,
      24: 'CH',
      25: 'F',
    }),
    ...Array.from({ length: itemsPerReport }, (_, item) =>
      writeSegment('OBX', {
        1: String(item + 1),
        2: 'NM',
        3: [`C${item}`, `生化项目${item}`],
        5: ((n % 90) / 10 + item).toFixed(2),
        6: 'mmol/L',
        7: `${item}.5-${item + 6}.5`,
        11: 'F',
      }),
    ),
  ]);
}

async function send(port: number, frames: readonly Buffer[]): Promise<LoadFigures> {
  const times: number[] = [];
  let next = 0;
  const client = async () => {
    const line = await open(port);
    for (let index = next++; index < frames.length; index = next++) {
      const started = performance.now();
      const code = await line.ask(frames[index]!);
      times.push(performance.now() - started);
      if (code !== 'AA') throw new Error(`answered ${code} instead of AA`);
    }
    line.socket.destroy();
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - started) / 1_000;
  times.sort((a, b) => a - b);
  return {
    perSecond: frames.length / seconds,
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
  };
}

function open(port: number): Promise<{ socket: Socket; ask(bytes: Buffer): Promise<string> }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const framer = new MllpFramer();
    let answered: (code: string) => void = () => undefined;
    socket.on('error', reject);
    socket.on('close', () => answered('the end of the line'));
    socket.on('data', (packet) => {
      for (const each of framer.push(packet)) {
        if (each.kind !== 'message') continue;
        answered(/MSA\|(\w+)/.exec(each.content.toString('latin1'))?.[1] ?? 'nothing');
      }
    });
    const ask = (bytes: Buffer) =>
      new Promise<string>((settle) => {
        answered = settle;
        socket.write(bytes);
      });
    socket.once('connect', () => resolve({ socket, ask }));
  });
}

/** The worker opens its doors when it next looks. */
async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const line = await open(port).catch(() => null);
    line?.socket.destroy();
    if (line) return;
    await sleep(100);
  }
  throw new Error('nobody listens for the laboratory');
}

/** Messages per second from the first that was sent to the last that stands in the records. */
async function untilTaken(
  { sql }: Stage,
  systemId: string,
  total: number,
  perRound: number,
  figures: LoadFigures,
): Promise<number> {
  const since = performance.now() - (perRound / figures.perSecond) * 1_000;
  for (;;) {
    const { rows } = await sql.query<{ waiting: number; reports: number }>(
      `select (select count(*) from inbound_message where system_id = $1 and state = 'received')::int as waiting,
         (select count(*) from diagnostic_report where system_id = $1)::int as reports`,
      [systemId],
    );
    if (rows[0]!.waiting === 0) {
      if (rows[0]!.reports !== total)
        throw new Error(`${total} sent, ${rows[0]!.reports} taken in`);
      return perRound / ((performance.now() - since) / 1_000);
    }
    await sleep(50);
  }
}

async function requireAll({ sql }: Stage, systemId: string, expected: number): Promise<void> {
  const { rows } = await sql.query<Record<string, number>>(
    `select (select count(*) from inbound_message where system_id = $1 and state = 'processed')::int as processed,
       (select count(*) from diagnostic_report where system_id = $1)::int as reports,
       (select count(*) from observation o join diagnostic_report r on r.id = o.report_id where r.system_id = $1)::int
         / ${itemsPerReport} as results`,
    [systemId],
  );
  for (const [what, count] of Object.entries(rows[0]!)) {
    if (count !== expected)
      throw new Error(`${expected} messages were answered AA, ${count} ${what}`);
  }
}
