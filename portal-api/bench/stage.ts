import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Pool } from 'pg';
import { freePorts, startPostgres, type PostgresServer } from '../dev/postgres';
import { migrate, roleOf } from '../src/migrate';
import { Secrets } from '../src/kernel';
import { testFolder } from '../test/support/folders';
import { startProgram, stopProgram } from '../test/support/programs';

const portalApi = resolve(__dirname, '..');
const dataKeys = `b1:${'ab'.repeat(32)}`;
const indexKey = 'cd'.repeat(32);

/** Everything a workload needs: a durable PostgreSQL, the product as delivered, and the thin floor beside it. */
export interface Stage {
  sql: Pool;
  /** As the product itself connects. */
  appUrl: string;
  secrets: Secrets;
  productPort: number;
  thinPort: number;
  /** Four processes of each, the first ones included; started when first asked for. */
  crowd(): Promise<{ productPorts: number[]; thinPorts: number[] }>;
  /** The one worker of the product, by its process id; started when first asked for. */
  worker(): Promise<number>;
  /** The worker may listen on the first port; on the second stands the floor for HL7. */
  listeners(): Promise<{ productPort: number; thinPort: number }>;
  pay: { platformKey: string; apiV3Key: string; publicKeyId: string; appId: string; mchId: string };
  close(): Promise<void>;
}

const keys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

export async function setStage(): Promise<Stage> {
  const folder = testFolder();
  const [postgresPort, productPort, thinPort] = (await freePorts(3)) as [number, number, number];
  const postgres = await startPostgres({ home: folder, port: postgresPort, durable: true });
  const children: ChildProcess[] = [];
  try {
    await migrateStage(postgres);
    const platform = keys();
    const merchant = keys();
    const pay = {
      platformKey: platform.privateKey,
      apiV3Key: '0123456789abcdef0123456789abcdef',
      publicKeyId: 'PUB_KEY_ID_BENCH',
      appId: 'wx0000000000000001',
      mchId: '1900000001',
    };
    const environment = productEnvironment(postgres, productPort, {
      WECHAT_PAY_MERCHANT_KEY: merchant.privateKey,
      WECHAT_PAY_PUBLIC_KEY: platform.publicKey,
    });
    const startProduct = async (port: number) =>
      void children.push(
        await start(['dist/src/main.js'], { ...environment, PORT: String(port) }, 'ready role='),
      );
    const startThin = async (port: number) =>
      void children.push(
        await start(
          ['--import', 'tsx', 'bench/thin/server.ts'],
          {
            ...environment,
            PORT: String(port),
            TSX_TSCONFIG_PATH: resolve(portalApi, 'tsconfig.json'),
          },
          'thin',
        ),
      );
    await startProduct(productPort);
    await startThin(thinPort);
    const crowd = once(async () => {
      const ports = await freePorts(6);
      const [productPorts, thinPorts] = [ports.slice(0, 3), ports.slice(3)];
      for (const port of productPorts) await startProduct(port);
      for (const port of thinPorts) await startThin(port);
      return { productPorts: [productPort, ...productPorts], thinPorts: [thinPort, ...thinPorts] };
    });
    const worker = once(async () => {
      const [port] = await freePorts(1);
      const workerEnvironment = { ...environment, ROLE: 'worker', PORT: String(port) };
      const child = await start(['dist/src/main.js'], workerEnvironment, 'ready role=');
      children.push(child);
      return child.pid!;
    });
    const listeners = once(async () => {
      const [hl7Port, floorPort] = (await freePorts(2)) as [number, number];
      await worker();
      const thin = {
        ...environment,
        PORT: String(floorPort),
        TSX_TSCONFIG_PATH: resolve(portalApi, 'tsconfig.json'),
      };
      children.push(await start(['--import', 'tsx', 'bench/thin/oru.ts'], thin, 'thin'));
      return { productPort: hl7Port, thinPort: floorPort };
    });
    const sql = new Pool({ connectionString: postgres.url('suizhen'), max: 4 });
    return {
      sql,
      appUrl: postgres.url('suizhen_app'),
      secrets: new Secrets(dataKeys, indexKey),
      productPort,
      thinPort,
      crowd,
      worker,
      listeners,
      pay,
      close: async () => {
        await sql.end();
        await stopAll(children, postgres, folder);
      },
    };
  } catch (error) {
    await stopAll(children, postgres, folder);
    throw error;
  }
}

async function migrateStage(postgres: PostgresServer): Promise<void> {
  const owner = postgres.url('suizhen');
  await migrate(owner, roleOf(postgres.url('suizhen_app'), owner));
}

function productEnvironment(
  postgres: PostgresServer,
  port: number,
  payKeys: Record<string, string>,
): Record<string, string> {
  return {
    ...(process.env as Record<string, string>),
    ...payKeys,
    NODE_ENV: 'production',
    ROLE: 'web',
    PORT: String(port),
    DATABASE_URL: postgres.url('suizhen_app'),
    DATA_KEYS: dataKeys,
    INDEX_KEY: indexKey,
    LOG_LEVEL: 'error',
    RATE_LIMIT_FACTOR: '1000000',
    WECHAT_BASE_URL: 'http://127.0.0.1:9',
    WECHAT_APP_ID: 'wx0000000000000001',
    WECHAT_APP_SECRET: 'secret',
    WECHAT_PAY_BASE_URL: 'http://127.0.0.1:9',
    WECHAT_PAY_MCH_ID: '1900000001',
    WECHAT_PAY_MERCHANT_SERIAL: '0123456789ABCDEF',
    WECHAT_PAY_API_V3_KEY: '0123456789abcdef0123456789abcdef',
    WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_BENCH',
    SMS_BASE_URL: 'http://127.0.0.1:9',
    SMS_ACCESS_KEY: 'access',
    SMS_SECRET: 'secret',
    SMTP_URL: 'smtp://127.0.0.1:9',
  };
}

const start = (args: string[], env: Record<string, string>, sign: string): Promise<ChildProcess> =>
  startProgram({ args, env, sign });

async function stopAll(
  children: ChildProcess[],
  postgres: PostgresServer,
  folder: string,
): Promise<void> {
  for (const child of children) await stopProgram(child);
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** What was made once is not made again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
