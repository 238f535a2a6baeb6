import path from 'node:path';
import { BuildFailure, build, isTarget } from './build';
import { terminalReporter } from './reporter';

/** `build-cli.ts api h5 …`: builds what changed, one after the other. */
async function main(): Promise<void> {
  const root = path.resolve(__dirname, '../../..');
  const reporter = terminalReporter((text) => process.stdout.write(text));
  for (const name of process.argv.slice(2)) {
    if (!isTarget(name)) throw new BuildFailure(`There is nothing called ${name} to build.`);
    await build(root, name, reporter);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof BuildFailure ? error.message : error);
  process.exit(1);
});
