import fs from 'node:fs';
import path from 'node:path';
import { StartProblem } from '../postgres';
import { BuildFailure } from './build';
import { describe } from './greeting';
import { openInstance } from './instance';
import { launchProduct } from './product';
import { terminalReporter } from './reporter';
import { readSettings } from './settings';
import { PartFailure } from './supervisor';

const root = path.resolve(__dirname, '../../..');
const reporter = terminalReporter((text) => process.stdout.write(text));

let stopProduct: (() => Promise<void>) | undefined;
let ending: Promise<void> | undefined;

/** Stops everything in order, once; a second signal while that runs changes nothing. */
function end(code: number): Promise<void> {
  ending ??= (async () => {
    reporter.line(code === 0 ? 'Stopping …' : 'Stopping after a failure …');
    await stopProduct?.();
    reporter.line('Stopped.');
    process.exit(code);
  })();
  return ending;
}

async function main(): Promise<void> {
  const watch = process.argv.includes('--watch');
  if (fs.existsSync(path.join(root, '.env'))) process.loadEnvFile(path.join(root, '.env'));
  const settings = readSettings(process.env);
  const instance = openInstance(root, settings.dataDir);
  const began = performance.now();
  reporter.line(`Suizhen, local mode. Data in ${instance.dataDir}`);
  const product = await launchProduct({
    root,
    instance,
    ports: settings.ports,
    apiPorts: [settings.ports.api],
    database: settings.databaseUrl
      ? { url: settings.databaseUrl, ownerUrl: settings.databaseOwnerUrl ?? settings.databaseUrl }
      : undefined,
    env: process.env,
    reporter,
    watch,
    onBegin: (stop) => {
      stopProduct = stop;
    },
    onGivenUp(line) {
      reporter.line(line);
      void end(1);
    },
  });
  if (ending) return;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  reporter.line(await describe(product.url, seconds, instance.logs));
}

/** Problems a person can solve are one message; anything else is a fault of ours, with a stack. */
function tell(error: unknown): void {
  const known =
    error instanceof StartProblem || error instanceof BuildFailure || error instanceof PartFailure;
  if (known) console.error(`\n${error.message}`);
  else console.error(error);
}

// `npm start | head` closes our output; the product goes on.
process.stdout.on('error', () => undefined);
process.on('SIGINT', () => void end(0));
process.on('SIGTERM', () => void end(0));
process.on('SIGHUP', () => void end(0));

main().catch((error: unknown) => {
  if (ending) return;
  tell(error);
  process.exit(1);
});
