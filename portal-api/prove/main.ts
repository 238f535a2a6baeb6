/**
 * `npm run prove -- <name>… [--seed N] [--count N | --full] [--break [what]]`: shows, against the built
 * product, what must hold whatever happens. The seed is printed first and replays the same commands and
 * kills. `--break` damages the product from outside on purpose: then the proof must fail, and says so.
 */
import { parseArgs } from 'node:util';
import { BrokenInvariant, type Proof } from './proof';
import { proofs } from './proofs';
import { Random } from './random';
import { Scene } from './scene';
import { Stage } from './stage';

const { values, positionals } = parseArgs({
  args: withBreakValue(process.argv.slice(2)),
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    count: { type: 'string' },
    full: { type: 'boolean', default: false },
    break: { type: 'string' },
  },
});

/** `--break` alone means: in every way. */
function withBreakValue(args: string[]): string[] {
  const at = args.indexOf('--break');
  if (at < 0) return args;
  const next = args[at + 1];
  const isNamed = next !== undefined && proofs.some((proof) => next in proof.sabotages);
  return isNamed ? args : [...args.slice(0, at), '--break=all', ...args.slice(at + 1)];
}

function chosen(): Proof[] {
  const names = positionals.length && !positionals.includes('all') ? positionals : undefined;
  const unknown = names?.filter((name) => !proofs.some((proof) => proof.name === name)) ?? [];
  if (unknown.length) {
    const known = proofs.map((proof) => proof.name).join(', ');
    throw new Error(`no proof ${unknown.join(', ')}: choose from all, ${known}`);
  }
  return names ? proofs.filter((proof) => names.includes(proof.name)) : [...proofs];
}

interface Outcome {
  line: string;
  isGood: boolean;
}

const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const countOf = ({ counts }: Proof): number =>
  Number(values.count ?? (values.full ? counts.full : counts.small));

async function once(stage: Stage, proof: Proof, sabotage?: string): Promise<Outcome> {
  const prepared = await proof.prepare?.();
  if (prepared?.skipped !== undefined)
    return { line: `skipped: ${prepared.skipped}`, isGood: true };
  try {
    return await shown(stage, proof, sabotage, prepared?.redisUrl);
  } finally {
    await prepared?.close();
  }
}

async function shown(
  stage: Stage,
  proof: Proof,
  sabotage: string | undefined,
  redisUrl: string | undefined,
): Promise<Outcome> {
  const count = countOf(proof);
  const options = { ...proof.scene, stage, ...(redisUrl ? { redisUrl } : {}) };
  const scene = await Scene.open(proof.name, options);
  const outcome = await judged(scene, proof, count, sabotage);
  // What was found counts, also where a scene that broke off cannot be cleared away.
  await scene.close().catch((error: Error) => console.error(`left behind: ${error.message}`));
  return outcome;
}

async function judged(
  scene: Scene,
  proof: Proof,
  count: number,
  sabotage: string | undefined,
): Promise<Outcome> {
  const started = performance.now();
  try {
    const told = await proof.run({
      scene,
      random: new Random(seed).fork(proof.name),
      count,
      sabotage: async () => (sabotage ? proof.sabotages[sabotage]!(scene) : undefined),
    });
    const seconds = Math.round((performance.now() - started) / 1000);
    if (sabotage) return { line: `NOT SEEN: ${sabotage} (${told})`, isGood: false };
    return { line: `holds: ${told} (${seconds} s)`, isGood: true };
  } catch (error) {
    if (!(error instanceof BrokenInvariant)) {
      return { line: `FAILED by itself: ${(error as Error).stack}`, isGood: false };
    }
    if (sabotage)
      return { line: `seen, as it should be: ${sabotage}: ${error.message}`, isGood: true };
    return { line: `BROKEN: ${error.message}`, isGood: false };
  }
}

function waysOf({ sabotages }: Proof): (string | undefined)[] {
  if (values.break === undefined) return [undefined];
  return Object.keys(sabotages).filter((way) => values.break === 'all' || values.break === way);
}

async function showAll(stage: Stage, wanted: readonly Proof[]): Promise<void> {
  for (const proof of wanted) {
    for (const sabotage of waysOf(proof)) {
      const replay = `npm run prove -- ${proof.name} --seed ${seed} --count ${countOf(proof)}`;
      const { line, isGood } = await once(stage, proof, sabotage);
      console.log(`${proof.name}: ${line}`);
      if (isGood) continue;
      console.log(`  again: ${replay}${sabotage ? ` --break ${sabotage}` : ''}`);
      process.exitCode = 1;
    }
  }
}

function fail(error: unknown): void {
  console.error(error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const wanted = chosen();
  console.log(`seed ${seed}`);
  const stage = await Stage.set();
  // Told before anything is cleared away: that may go wrong for the same reason.
  await showAll(stage, wanted).catch(fail);
  await stage.close();
}

main()
  .catch(fail)
  // Clients of a proof that broke off may still be waiting for answers.
  .finally(() => process.exit());
