import type { LoadFigures } from './load';

export interface Round {
  product: LoadFigures;
  floor: LoadFigures;
}

export interface Comparison {
  name: string;
  floor: string;
  goal: number;
  rounds: Round[];
  /** Product to floor, requests per second, one per round. */
  ratios: number[];
  median: number;
  latencyRatio: number;
}

/**
 * Runs both in every round, the order turned each time: what the machine does in between hits both. The
 * first round warms both up and does not count.
 */
export async function compare(options: {
  name: string;
  floor: string;
  goal: number;
  /** The one that warms up included. */
  rounds: number;
  product: (round: number) => Promise<LoadFigures>;
  floorRun: (round: number) => Promise<LoadFigures>;
}): Promise<Comparison> {
  const rounds: Round[] = [];
  for (let round = 0; round < options.rounds; round++) {
    let product: LoadFigures;
    let floor: LoadFigures;
    if (round % 2 === 0) {
      floor = await options.floorRun(round);
      product = await options.product(round);
    } else {
      product = await options.product(round);
      floor = await options.floorRun(round);
    }
    if (round > 0) rounds.push({ product, floor });
  }
  const ratios = rounds.map(({ product, floor }) => product.perSecond / floor.perSecond);
  return {
    name: options.name,
    floor: options.floor,
    goal: options.goal,
    rounds,
    ratios,
    median: median(ratios),
    latencyRatio: median(rounds.map(({ product, floor }) => product.p95Ms / floor.p95Ms)),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** One paragraph per workload: ratio with its spread, then what both did. */
export function tell(comparison: Comparison): string {
  const { ratios, rounds } = comparison;
  const rate = (pick: (round: Round) => number) => Math.round(median(rounds.map(pick)));
  const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  const verdict = comparison.median >= comparison.goal ? 'reached' : 'MISSED';
  return [
    `${comparison.name}: ${comparison.median.toFixed(2)} of ${comparison.floor} (${spread}; goal ${comparison.goal}: ${verdict})`,
    `  product ${rate((r) => r.product.perSecond)}/s, p50 ${rate((r) => r.product.p50Ms)} ms, p95 ${rate((r) => r.product.p95Ms)} ms`,
    `  floor   ${rate((r) => r.floor.perSecond)}/s, p50 ${rate((r) => r.floor.p50Ms)} ms, p95 ${rate((r) => r.floor.p95Ms)} ms; p95 ratio ${comparison.latencyRatio.toFixed(2)}`,
  ].join('\n');
}
