import path from 'node:path';
import { buildAll } from '../../dev/launcher/build';
import { terminalReporter } from '../../dev/launcher/reporter';

/** Journeys run the delivered product: every part of it is built before them, outside of their clock. */
export default async function setup(): Promise<void> {
  const reporter = terminalReporter((text) => process.stdout.write(text));
  await buildAll(path.resolve(__dirname, '../../..'), ['api', 'admin', 'h5', 'weapp'], reporter);
}
