import path from 'node:path';
import { BuildFailure, buildAll, isTarget, type TargetName } from './build';
import { terminalReporter } from './reporter';

/** `build-cli.ts api h5 …`: builds what changed. */
async function main(): Promise<void> {
  const root = path.resolve(__dirname, '../../..');
  const reporter = terminalReporter((text) => process.stdout.write(text));
  await buildAll(root, process.argv.slice(2).map(target), reporter);
}

function target(name: string): TargetName {
  if (isTarget(name)) return name;
  throw new BuildFailure(`There is nothing called ${name} to build.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof BuildFailure ? error.message : error);
  process.exit(1);
});
