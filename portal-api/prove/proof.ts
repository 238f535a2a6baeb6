import type { Random } from './random';
import type { Scene, SceneOptions } from './scene';

/** What was to be shown does not hold. */
export class BrokenInvariant extends Error {
  constructor(invariant: string, found?: unknown) {
    super(found === undefined ? invariant : `${invariant}: ${JSON.stringify(found).slice(0, 600)}`);
    this.name = 'BrokenInvariant';
  }
}

/** @throws BrokenInvariant with what was found, unless it holds */
export function must(holds: boolean, invariant: string, found?: unknown): asserts holds {
  if (!holds) throw new BrokenInvariant(invariant, found);
}

export interface ProofRun {
  scene: Scene;
  random: Random;
  count: number;
  /** Damages the product from outside, where asked for; called once the fixtures stand. */
  sabotage: () => Promise<void>;
}

export type Prepared =
  { skipped: string } | { redisUrl: string; close(): Promise<void>; skipped?: undefined };

export interface Proof {
  name: string;
  shows: string;
  /** What `--count` counts. */
  unit: string;
  /** Default and `--full`. */
  counts: { small: number; full: number };
  scene: Omit<SceneOptions, 'stage'>;
  /** Ways to break the invariant from outside, each of which the proof must see. */
  sabotages: Record<string, (scene: Scene) => Promise<void>>;
  /** What must stand before the product starts, or why the proof is skipped. */
  prepare?(): Promise<Prepared>;
  /** @returns a line with what was done and measured */
  run(run: ProofRun): Promise<string>;
}
