import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OperationId } from '@suizhen/contract';
import { Pool } from 'pg';
import { startApplication, type RunningApplication } from '../../src/application';
import { readConfig } from '../../src/config';
import { FixedClock, newId } from '../../src/kernel';
import type { Constructor, RecurringJob } from '../../src/kernel';
import { relayToHandlers } from './relay';
import { call, type Answer, type CallOptions } from './call';
import { createTestDatabase, type TestDatabase } from './database';

export { call, type Answer, type CallOptions, type Credentials } from './call';

/** A running application over a database of its own. Its clock stands at `testNow` until moved. */
export interface TestApp {
  url: string;
  clock: FixedClock;
  /** The owner's connection, for fixtures and for looking at what was written. */
  sql: Pool;
  database: TestDatabase;
  container: RunningApplication['container'];
  call<K extends OperationId>(id: K, options?: CallOptions): Promise<Answer<K>>;
  /** One round of a recurring job. */
  runJob(job: Constructor<RecurringJob>): Promise<number>;
  /** Hands waiting outbox events to their subscribers, until none is left. */
  relay(): Promise<number>;
  get<T extends object>(type: Constructor<T>): Promise<T>;
  newId(): string;
  close(): Promise<void>;
}

/** A Tuesday at nine in the morning in Shanghai. */
export const testNow = '2026-03-03T09:00:00+08:00';

/** A valid environment for one process; outside systems point nowhere unless a test starts a simulator. */
export function testEnvironment(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    DATA_KEYS: `t1:${'ab'.repeat(32)}`,
    INDEX_KEY: 'cd'.repeat(32),
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    RATE_LIMIT_FACTOR: '100000',
    // Hundreds at once on a busy machine all get their answer: the races are tested, not the machine.
    REQUEST_PATIENCE_MS: '60000',
    WECHAT_BASE_URL: 'http://127.0.0.1:9',
    WECHAT_APP_ID: 'wx0000000000000001',
    WECHAT_APP_SECRET: 'secret',
    WECHAT_PAY_BASE_URL: 'http://127.0.0.1:9',
    WECHAT_PAY_MCH_ID: '1900000001',
    WECHAT_PAY_MERCHANT_KEY: testMerchantKey,
    WECHAT_PAY_MERCHANT_SERIAL: '0123456789ABCDEF',
    WECHAT_PAY_API_V3_KEY: '0123456789abcdef0123456789abcdef',
    WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_TEST',
    WECHAT_PAY_PUBLIC_KEY: testPublicKey,
    SMS_BASE_URL: 'http://127.0.0.1:9',
    SMS_ACCESS_KEY: 'access',
    SMS_SECRET: 'secret',
    SMTP_URL: 'smtp://127.0.0.1:9',
  };
}

// Short, because every file of tests makes its own.
const keyPair = generateKeyPairSync('rsa', { modulusLength: 1024 });
const testMerchantKey = keyPair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const testPublicKey = keyPair.publicKey.export({ type: 'spki', format: 'pem' }).toString();

/**
 * Boots the real application in this process. One at a time per test file: the container is global.
 * @param options.env over the defaults of `testEnvironment`
 */
export async function startTestApp(
  options: { env?: Record<string, string>; now?: string } = {},
): Promise<TestApp> {
  const database = await createTestDatabase();
  const clock = new FixedClock(options.now ?? testNow);
  const config = readConfig({ ...testEnvironment(database.url), ...options.env });
  const application = await startApplication(config, { clock, listen: false });
  const server = await listen(application);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sql = new Pool({ connectionString: database.ownerUrl, max: 4 });
  sql.on('error', () => undefined);
  const { container } = application;
  return {
    url,
    clock,
    sql,
    database,
    container,
    call: (id, callOptions) => call(url, id, callOptions),
    runJob: async (job) => (await container.getAsync(job)).run(clock),
    relay: () => relayToHandlers(container),
    get: (type) => container.getAsync(type),
    newId: () => newId(clock.now()),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await application.close();
      await sql.end();
      await database.drop();
    },
  };
}

async function listen(application: RunningApplication): Promise<Server> {
  const handle = application.app.callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
