import { searchMyReportsSql } from '../../src/modules/records/reading/search-my-reports.sql';
import { myTrendSql } from '../../src/modules/records/reading/trend.sql';
import { compare, tell, type Comparison } from '../compare';
import { load, quantile, type PlannedRequest } from '../load';
import { planOf, type SeenPlan } from '../plan';
import { headersOf, makeReports, type BenchReports } from '../report-fixtures';
import { listValues, trendCode, trendValues, trendYears } from '../report-values';
import type { Stage } from '../stage';

const clients = 8;
const goalMs = 5;
/** So few rows that any plan reads all of them. */
const tiny = new Set(['branch', 'department']);

type Reader = BenchReports['readers'][number];

interface Reading {
  name: string;
  text: string;
  values(reader: Reader): unknown[];
  product(reader: Reader): PlannedRequest;
  floorPath(reader: Reader): string;
}

const readings: readonly Reading[] = [
  {
    name: 'report list',
    text: searchMyReportsSql.text,
    values: ({ accountId, patientId }) => listValues(accountId, patientId),
    product: ({ patientId, token }) => ({
      method: 'POST',
      path: `/api/portal/patients/${patientId}/reports/search`,
      headers: headersOf(token),
      body: '{}',
    }),
    floorPath: ({ accountId, patientId }) =>
      `/reports?accountId=${accountId}&patientId=${patientId}`,
  },
  {
    name: 'trend',
    text: myTrendSql.text,
    values: ({ accountId, patientId }) => trendValues(accountId, patientId),
    product: ({ patientId, token }) => ({
      method: 'GET',
      path: `/api/portal/patients/${patientId}/trends/${trendCode}?years=${trendYears}`,
      headers: headersOf(token),
    }),
    floorPath: ({ accountId, patientId }) => `/trend?accountId=${accountId}&patientId=${patientId}`,
  },
];

/** The list of a patient and the trend of an item, in the database alone and through the API. */
export async function reportLists(
  stage: Stage,
  rounds: number,
  count: number,
  perRound: number,
): Promise<{ text: string; isReached: boolean }> {
  const made = await makeReports(stage, count);
  const told = [`Reports: ${made.reports} with ${made.items} items`];
  let isReached = true;
  for (const reading of readings) {
    const plan = await seePlan(stage, reading, made.readers[0]!);
    const p95 = await inDatabase(stage, reading, made.readers);
    const scans = plan.scans.filter((table) => !tiny.has(table));
    const comparison = await throughApi(stage, reading, made.readers, rounds, perRound);
    const isFast = p95 <= goalMs && scans.length === 0;
    isReached &&= isFast && comparison.median >= comparison.goal;
    told.push(
      `${reading.name} in the database, warm: p95 ${p95.toFixed(2)} ms (goal ${goalMs} ms, no sequential scan: ${isFast ? 'reached' : `MISSED ${scans.join(', ')}`})`,
      plan.text,
      tell(comparison),
    );
  }
  return { isReached, text: told.join('\n') };
}

async function seePlan(stage: Stage, reading: Reading, reader: Reader): Promise<SeenPlan> {
  const client = await stage.sql.connect();
  try {
    return await planOf(client, reading.text, reading.values(reader));
  } finally {
    client.release();
  }
}

/** Prepared, as the product sends it, one after the other; the first round only warms. */
async function inDatabase(
  stage: Stage,
  reading: Reading,
  readers: readonly Reader[],
): Promise<number> {
  const client = await stage.sql.connect();
  try {
    const times: number[] = [];
    for (const isMeasured of [false, true]) {
      for (const reader of readers.slice(0, 400)) {
        const query = { name: reading.name, text: reading.text, values: reading.values(reader) };
        const began = performance.now();
        await client.query(query);
        if (isMeasured) times.push(performance.now() - began);
      }
    }
    return quantile(
      times.sort((a, b) => a - b),
      0.95,
    );
  } finally {
    client.release();
  }
}

function throughApi(
  stage: Stage,
  reading: Reading,
  readers: readonly Reader[],
  rounds: number,
  perRound: number,
): Promise<Comparison> {
  const each = (round: number) =>
    Array.from({ length: perRound }, (_, n) => readers[(round * perRound + n) % readers.length]!);
  return compare({
    name: `${reading.name} at ${clients} clients`,
    floor: 'Koa + pg, the same statement',
    goal: 0.5,
    rounds,
    product: (round) =>
      load({
        port: stage.productPort,
        clients,
        expectStatus: [200],
        requests: each(round).map((reader) => reading.product(reader)),
      }),
    floorRun: (round) =>
      load({
        port: stage.thinPort,
        clients,
        expectStatus: [200],
        requests: each(round).map((reader) => ({ method: 'GET', path: reading.floorPath(reader) })),
      }),
  });
}
