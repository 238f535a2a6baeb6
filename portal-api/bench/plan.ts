import type { PoolClient } from 'pg';

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Subplan Name'?: string;
  Plans?: PlanNode[];
}

export interface SeenPlan {
  /** One line per node, indented as the plan is. */
  text: string;
  /** Tables that were read from end to end. */
  scans: string[];
}

/**
 * The plan that a prepared statement gets once PostgreSQL has settled on one for all parameters: what runs
 * all day, and blind to the values.
 */
export async function planOf(
  client: PoolClient,
  text: string,
  values: readonly unknown[],
): Promise<SeenPlan> {
  const literals = values.map((value) => literalOf(client, value));
  await client.query(`set plan_cache_mode = force_generic_plan`);
  await client.query(`prepare bench_plan as ${text}`);
  try {
    const { rows } = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
      `explain (format json) execute bench_plan(${literals.join(', ')})`,
    );
    const lines: string[] = [];
    const scans = new Set<string>();
    walk(rows[0]!['QUERY PLAN'][0]!.Plan, 2, lines, scans);
    return { text: lines.join('\n'), scans: [...scans] };
  } finally {
    await client.query(`deallocate bench_plan`);
    await client.query(`reset plan_cache_mode`);
  }
}

function literalOf(client: PoolClient, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return client.escapeLiteral(value.toISOString());
  return client.escapeLiteral(typeof value === 'string' ? value : JSON.stringify(value));
}

function walk(node: PlanNode, depth: number, lines: string[], scans: Set<string>): void {
  const names = [node['Relation Name'], node['Index Name'], node['Subplan Name']].filter(Boolean);
  lines.push(
    `${'  '.repeat(depth)}${node['Node Type']}${names.length ? ` ${names.join(' · ')}` : ''}`,
  );
  if (node['Node Type'] === 'Seq Scan') scans.add(node['Relation Name'] ?? '?');
  for (const inner of node.Plans ?? []) walk(inner, depth + 1, lines, scans);
}
