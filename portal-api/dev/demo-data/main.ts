/**
 * Fills a migrated database with the demonstration hospital, and rolls its rosters on when run again.
 *
 *   LOCAL_MODE=1 DATABASE_URL=… DATA_KEYS=… INDEX_KEY=… tsx portal-api/dev/demo-data/main.ts [--large[=patients]]
 */
import { Client } from 'pg';
import { Secrets } from '../../src/kernel/secrets';
import { fillDemoHospital } from './fill';
import { addManyPatients } from './many-patients';

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing`);
  return value;
}

function wantedPatients(): number {
  const flag = process.argv.find((argument) => argument.startsWith('--large'));
  if (!flag) return 0;
  return Number(flag.split('=')[1] ?? process.env.DEMO_PATIENTS ?? 1_000_000);
}

async function main(): Promise<void> {
  // Its accounts have passwords that stand in the source: never beside real people.
  if (process.env.LOCAL_MODE !== '1' && process.env.LOCAL_MODE !== 'true') {
    throw new Error(
      'LOCAL_MODE=1 is missing: demonstration accounts belong to the local mode only',
    );
  }
  const url = process.env.DATABASE_OWNER_URL || required('DATABASE_URL');
  const secrets = new Secrets(required('DATA_KEYS'), required('INDEX_KEY'));
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    console.log(await fillDemoHospital(client, secrets));
    const many = wantedPatients();
    if (many > 0) console.log(await addManyPatients(client, secrets, many));
  } finally {
    await client.end();
  }
}

main().catch((error: unknown) => {
  console.error(`Demonstration data: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
