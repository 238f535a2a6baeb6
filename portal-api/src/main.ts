import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError, readConfig, type Config } from './config';
import { startApplication, type RunningApplication } from './application';
import { listenForHealth } from './web/health-listener';
import { Worker } from './worker/worker';

function configuration(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** One line that says what to do for what most often goes wrong; the stack for the rest. */
function explain(error: unknown, config: Config): string {
  const code = (error as { code?: string }).code;
  const host = new URL(config.DATABASE_URL).host;
  if (code === 'EADDRINUSE')
    return `Port ${config.PORT} is in use: stop what listens there or set PORT.`;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT') {
    return `No PostgreSQL answers at ${host} (${code}): start it or correct DATABASE_URL.`;
  }
  if (code === '28P01' || code === '28000')
    return `PostgreSQL at ${host} refused the user or password in DATABASE_URL.`;
  if (code === '3D000')
    return `The database named in DATABASE_URL does not exist at ${host}: create it, then run the migrations.`;
  if (code === '42P01')
    return `The database at ${host} has not been migrated: run node portal-api/dist/src/migrate.js.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Where a worker listens: port 0 leaves the choice to the system. */
function portOf(server: Server | undefined): number | undefined {
  return (server?.address() as AddressInfo | null | undefined)?.port;
}

async function main(): Promise<void> {
  const config = configuration();
  let application: RunningApplication;
  let worker: Worker | null;
  let health: Server | undefined;
  try {
    application = await startApplication(config, { listen: config.ROLE !== 'worker' });
    if (config.ROLE === 'worker') {
      health = await listenForHealth(application.app, { host: config.HOST, port: config.PORT });
    }
    worker = config.ROLE === 'web' ? null : new Worker(application.container);
    await worker?.start();
  } catch (error) {
    console.error(explain(error, config));
    process.exit(1);
  }
  console.log(`ready role=${config.ROLE} pid=${process.pid} port=${portOf(health) ?? config.PORT}`);

  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    const deadline = setTimeout(() => process.exit(1), 15_000);
    deadline.unref();
    try {
      health?.close();
      await worker?.stop();
      await application.close();
      process.exit(0);
    } catch (error) {
      // The database may be what is stopping us: there is nothing left to save.
      console.error(`stopped untidily: ${(error as Error).message}`);
      process.exit(1);
    }
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

void main();
