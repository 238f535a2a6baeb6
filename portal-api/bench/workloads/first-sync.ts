import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { realTime } from '../../src/kernel/clock';
import { median } from '../compare';
import { copyChunks, copyIn } from '../copy-in';
import { connect, disconnect, untilAsked, type Hospital, type Wire } from '../hospital/connect';
import { peopleOf, type HospitalPerson } from '../hospital/people';
import type { Stage } from '../stage';

const patienceMs = 30 * 60_000;
/** What the statements of a sync look into; none of it may be read from end to end for every patient. */
const tables = ['patient', 'external_id', 'inbound_message'];

interface Run {
  seconds: number;
  copySeconds: number;
  indexedSeconds: number;
  grownMb: number | null;
  scannedRows: number;
}

/**
 * A hospital is connected and everybody it knows comes in: a worker fetches them page by page over the wire
 * until its watermark stands at the last change, and every one stands in the records once, sealed and
 * searchable. The floor is COPY of the very rows that came of it into a bare table. No goal is set: a patient
 * who is missing, doubled or different fails the run.
 */
export async function firstSync(
  stage: Stage,
  rounds: number,
  count: number,
): Promise<{ text: string; isReached: boolean }> {
  const told: string[] = [];
  let isReached = true;
  for (const [place, wire] of (['fhir', 'views'] as const).entries()) {
    const runs: Run[] = [];
    for (let round = 0; round < rounds; round++) {
      runs.push(await aSync(stage, wire, (place * rounds + round) * count, count));
    }
    const scanned = Math.max(...runs.map((run) => run.scannedRows));
    // While a table is empty any plan reads all of it.
    isReached &&= scanned <= count;
    told.push(tellRuns(wire, runs, count));
  }
  return { isReached, text: told.join('\n') };
}

async function aSync(stage: Stage, wire: Wire, first: number, count: number): Promise<Run> {
  const workerPid = await stage.worker();
  const people = peopleOf(first, count, realTime.now());
  const restMb = memoryMb(workerPid, 'VmRSS');
  const scannedBefore = await scannedRows(stage);
  const hospital = await connect(stage, wire, people);
  try {
    const began = await untilAsked(stage, hospital);
    let mostMb = 0;
    await untilSynced(stage, hospital, people.at(-1)!.changedAt, () => {
      mostMb = Math.max(mostMb, memoryMb(workerPid, 'VmRSS') ?? 0);
    });
    const seconds = (performance.now() - began) / 1_000;
    const scanned = (await scannedRows(stage)) - scannedBefore;
    await requireEveryone(stage, hospital, people);
    const rows = await rowsOf(stage, hospital);
    return {
      seconds,
      copySeconds: await copySeconds(stage, rows, ''),
      indexedSeconds: await copySeconds(stage, rows, 'including indexes'),
      grownMb: restMb === null ? null : Math.max(0, mostMb - restMb),
      scannedRows: scanned,
    };
  } finally {
    await disconnect(stage, hospital);
  }
}

async function untilSynced(
  { sql }: Stage,
  { systemId }: Hospital,
  newest: Date,
  look: () => void,
): Promise<void> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await sleep(100)) {
    look();
    const { rows } = await sql.query<{ watermark: Date | null; last_error: string }>(
      `select watermark, last_error from sync_stream
        where system_id = $1 and direction = 'in' and kind = 'patient'`,
      [systemId],
    );
    if (rows[0]?.last_error) throw new Error(`not fetched: ${rows[0].last_error}`);
    if (rows[0]?.watermark?.getTime() !== newest.getTime()) continue;
    const { rowCount } = await sql.query(
      `select 1 from inbound_message where system_id = $1 and state = 'received' order by seq limit 1`,
      [systemId],
    );
    if (rowCount === 0) return;
  }
  throw new Error('the sync did not come to its end');
}

/** Everybody once, as the hospital has them, with nothing set aside and nothing left for a person to decide. */
async function requireEveryone(
  { sql, secrets }: Stage,
  { systemId, branchId }: Hospital,
  people: readonly HospitalPerson[],
): Promise<void> {
  const { rows: counts } = await sql.query<Record<string, number>>(
    `select (select count(*) from inbound_message where system_id = $1 and state = 'processed' and fault is null)::int as processed,
       (select count(*) from inbound_message where system_id = $1)::int as received,
       (select count(*) from patient where registered_branch_id = $2)::int as registered,
       (select count(distinct internal_id) from external_id where system_id = $1 and kind = 'patient'
         and agreed is not null)::int as known,
       (select $3 + count(*) from sync_conflict where system_id = $1)::int as "without conflict"`,
    [systemId, branchId, people.length],
  );
  for (const [what, count] of Object.entries(counts[0]!)) {
    if (count !== people.length)
      throw new Error(`${people.length} patients there, ${count} ${what}`);
  }
  const { rows } = await sql.query<Record<string, string>>(
    `select x.external_id as id, p.name, p.gender, p.birth_date::text as "birthDate", p.card_number as "cardNumber",
       p.identity_cipher, p.identity_index, p.phone_cipher, p.phone_index, p.address_cipher
       from external_id x join patient p on p.id = x.internal_id where x.system_id = $1 and x.kind = 'patient'`,
    [systemId],
  );
  const ours = new Map(rows.map((row) => [row['id'], row]));
  for (const person of people) {
    const row = ours.get(person.id);
    const found = row && {
      ...row,
      identityNumber: secrets.decrypt(row['identity_cipher']!),
      phone: secrets.decrypt(row['phone_cipher']!),
      address: secrets.decrypt(row['address_cipher']!),
      isFound:
        row['phone_index'] === secrets.index('phone', person.phone) &&
        row['identity_index'] === secrets.index('identity', `resident-id:${person.identityNumber}`),
    };
    const { changedAt: _, ...said } = { ...person, isFound: true };
    for (const [what, value] of Object.entries(said)) {
      if ((found as Record<string, unknown> | undefined)?.[what] !== value)
        throw new Error(`${person.id} came in with another ${what}`);
    }
  }
}

/** The rows that came of it, every column as text. */
async function rowsOf({ sql }: Stage, { branchId }: Hospital): Promise<(string | null)[][]> {
  const { rows } = await sql.query<(string | null)[]>({
    text: `select * from patient where registered_branch_id = $1`,
    values: [branchId],
    rowMode: 'array',
    types: { getTypeParser: () => (value: unknown) => value },
  });
  return rows;
}

async function copySeconds(
  { sql }: Stage,
  rows: readonly (readonly (string | null)[])[],
  including: string,
): Promise<number> {
  await sql.query(`create table bare_patient (like patient including defaults ${including})`);
  try {
    const chunks = copyChunks(rows);
    const began = performance.now();
    await copyIn(sql, 'copy bare_patient from stdin', chunks);
    const seconds = (performance.now() - began) / 1_000;
    const { rows: counted } = await sql.query<{ count: number }>(
      `select count(*)::int as count from bare_patient`,
    );
    if (counted[0]!.count !== rows.length) throw new Error('COPY lost rows');
    return seconds;
  } finally {
    await sql.query(`drop table bare_patient`);
  }
}

/** Rows that sequential scans went over, of the tables in which patients are looked for. */
async function scannedRows({ sql }: Stage): Promise<number> {
  // A backend tells its numbers once a second.
  await sleep(1_200);
  const { rows } = await sql.query<{ scanned: string }>(
    `select coalesce(sum(seq_tup_read), 0) as scanned from pg_stat_user_tables where relname = any($1)`,
    [tables],
  );
  return Number(rows[0]!.scanned);
}

/** Null where the system does not say. */
function memoryMb(pid: number, field: 'VmRSS'): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kb = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    return null;
  }
}

function tellRuns(wire: Wire, runs: readonly Run[], count: number): string {
  const of = (pick: (run: Run) => number) => median(runs.map(pick));
  const ratios = runs.map((run) => run.seconds / run.copySeconds);
  const spread = `${Math.min(...ratios).toFixed(0)}–${Math.max(...ratios).toFixed(0)}`;
  const grown = runs.map(({ grownMb }) => grownMb).filter((mb) => mb !== null);
  return [
    `first sync of ${count} patients (${wire}): ${median(ratios).toFixed(0)} times as long as COPY (${spread}), everybody once`,
    `  product ${of((run) => run.seconds).toFixed(1)} s, ${Math.round(of((run) => count / run.seconds))} patients/s; worker grows by ${grown.length ? `${Math.round(Math.max(...grown))} MB at most` : 'nobody knows how much'}`,
    `  COPY    ${of((run) => run.copySeconds).toFixed(2)} s into a bare table, ${of((run) => run.indexedSeconds).toFixed(2)} s into one with the same indexes`,
    `  rows gone over by sequential scans: ${Math.max(...runs.map((run) => run.scannedRows))} at most`,
  ].join('\n');
}
