import type { QueryResultRow } from 'pg';
import { patientColumns } from '../../src/modules/patients/patient-record';
import { searchPhases } from '../../src/modules/patients/staff/search-phases';
import { makePatients, makeStaff, nameOf } from '../fixtures';
import { load, quantile, type LoadFigures, type PlannedRequest } from '../load';
import type { Stage } from '../stage';

const clients = 8;
const limit = 20;
const goals = { databaseMs: 10, apiMs: 50 };

export interface SearchReport {
  text: string;
  isReached: boolean;
}

/** W4: random one to three letters of names and phone tails among `count` patients. */
export async function patientSearch(
  stage: Stage,
  count: number,
  searches: number,
): Promise<SearchReport> {
  await makePatients(stage, count);
  await stage.sql.query('vacuum analyze patient');
  const texts = Array.from({ length: searches }, (_, i) => searchText(i, count));
  const database = await inDatabase(stage, texts);
  const floor = await barePg(stage, texts);
  const { cookie, csrf } = await makeStaff(stage, 'president');
  const api = await load({
    port: stage.productPort,
    clients,
    expectStatus: [200],
    requests: texts.map((text): PlannedRequest => ({
      method: 'POST',
      path: '/api/staff/patients/search',
      headers: { cookie, 'x-csrf': csrf },
      body: JSON.stringify({ text, limit }),
    })),
  });
  const isReached =
    database.p95Ms <= goals.databaseMs && api.p95Ms <= goals.apiMs && database.scans.length === 0;
  const ms = (value: number) => value.toFixed(1);
  return {
    isReached,
    text: [
      `W4 patient search over ${count}: ${isReached ? 'reached' : 'MISSED'} (goals: database p95 ≤ ${goals.databaseMs} ms, API p95 ≤ ${goals.apiMs} ms with ${clients} clients, no sequential scan)`,
      `  database p50 ${ms(database.p50Ms)} ms, p95 ${ms(database.p95Ms)} ms; sequential scans: ${database.scans.join(', ') || 'none'}`,
      `  API      p50 ${ms(api.p50Ms)} ms, p95 ${ms(api.p95Ms)} ms, ${Math.round(api.perSecond)}/s = ${(api.perSecond / floor.perSecond).toFixed(2)} of bare pg (${Math.round(floor.perSecond)}/s)`,
    ].join('\n'),
  };
}

/** Pieces of real names, so that they are found; every fourth is a phone's last four digits. */
function searchText(i: number, count: number): string {
  const n = (i * 48_271) % count;
  if (i % 4 === 3) return String(n % 10_000).padStart(4, '0');
  const name = nameOf(n);
  const length = Math.min(1 + (i % 3), name.length);
  const from = i % 2 ? name.length - length : 0;
  return name.slice(from, from + length);
}

/** The statements of one search, until it has a page full: as the product sends them for the whole group. */
async function runSearch(
  stage: Stage,
  text: string,
  run: (sql: string, values: unknown[]) => Promise<number>,
): Promise<void> {
  const orders = {
    name: 'p.name using ~<~, p.id',
    initials: 'p.pinyin_initials using ~<~, p.id',
    id: 'p.id',
    newest: 'p.id desc',
  };
  let found = 0;
  for (const phase of searchPhases(text, stage.secrets)) {
    const values: unknown[] = [];
    const condition = phase.condition((value) => `$${values.push(value)}`);
    values.push(limit + 1 - found);
    found += await run(
      `select ${patientColumns} from patient p where ${condition} order by ${orders[phase.order]} limit $${values.length}`,
      values,
    );
    if (found > limit) return;
  }
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

async function inDatabase(stage: Stage, texts: readonly string[]) {
  const times: number[] = [];
  const scans = new Set<string>();
  for (const text of texts.slice(0, 200)) {
    let total = 0;
    await runSearch(stage, text, async (sql, values) => {
      const { rows } = await stage.sql.query<QueryResultRow>(
        `explain (analyze, format json) ${sql}`,
        values,
      );
      const [explained] = rows[0]!['QUERY PLAN'] as {
        Plan: PlanNode & { 'Actual Rows': number };
        'Execution Time': number;
        'Planning Time': number;
      }[];
      total += explained!['Execution Time'] + explained!['Planning Time'];
      collectScans(explained!.Plan, scans);
      return explained!.Plan['Actual Rows'];
    });
    times.push(total);
  }
  times.sort((a, b) => a - b);
  return { p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95), scans: [...scans] };
}

function collectScans(node: PlanNode, scans: Set<string>): void {
  if (node['Node Type'] === 'Seq Scan') scans.add(node['Relation Name'] ?? '?');
  for (const inner of node.Plans ?? []) collectScans(inner, scans);
}

/** The floor: the same statements over pg alone. */
async function barePg(stage: Stage, texts: readonly string[]): Promise<LoadFigures> {
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  const client = async () => {
    for (let index = next++; index < texts.length; index = next++) {
      const began = performance.now();
      await runSearch(
        stage,
        texts[index]!,
        async (sql, values) => (await stage.sql.query(sql, values)).rowCount ?? 0,
      );
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  times.sort((a, b) => a - b);
  return {
    perSecond: texts.length / ((performance.now() - started) / 1000),
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
  };
}
