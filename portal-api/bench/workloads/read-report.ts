import { compare, type Comparison } from '../compare';
import { load, type PlannedRequest } from '../load';
import { headersOf, makeReports } from '../report-fixtures';
import type { Stage } from '../stage';

const clients = 32;

/**
 * W3: a report by its id, 32 clients. The product looks whose it is, marks it as read and writes the audit;
 * the floor reads the same report with the same items and previous values, and asks nobody.
 */
export async function readReport(
  stage: Stage,
  rounds: number,
  count: number,
  perRound: number,
): Promise<Comparison> {
  const made = await makeReports(stage, count);
  const tokens = new Set([...new Set(made.readers.map(({ token }) => token))].slice(0, clients));
  const readers = made.readers.filter(({ token }) => tokens.has(token));
  const each = (round: number) =>
    Array.from({ length: perRound }, (_, n) => {
      const at = round * perRound + n;
      const reader = readers[at % readers.length]!;
      const reportId = reader.reportIds[Math.floor(at / readers.length) % reader.reportIds.length]!;
      return { reportId, token: reader.token };
    });
  const before = await auditedOf(stage);
  const comparison = await compare({
    name: 'W3 a report by id',
    floor: 'Koa + pg, the same report',
    goal: 0.5,
    rounds,
    product: (round) =>
      load({
        port: stage.productPort,
        clients,
        expectStatus: [200],
        requests: each(round).map(({ reportId, token }): PlannedRequest => ({
          method: 'GET',
          path: `/api/portal/reports/${reportId}`,
          headers: headersOf(token),
        })),
      }),
    floorRun: (round) =>
      load({
        port: stage.thinPort,
        clients,
        expectStatus: [200],
        requests: each(round).map(({ reportId }) => ({
          method: 'GET',
          path: `/report?id=${reportId}`,
        })),
      }),
  });
  const audited = (await auditedOf(stage)) - before;
  if (audited !== rounds * perRound) {
    throw new Error(`${rounds * perRound} reports were read, ${audited} stand in the audit`);
  }
  return comparison;
}

async function auditedOf({ sql }: Stage): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(
    `select count(*)::int as n from audit_event where action = 'report.open'`,
  );
  return rows[0]!.n;
}
